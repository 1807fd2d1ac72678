'use strict';
// The pages work without this: it moves through work lists by j and k, and says when a file is done.
(() => {
  const typing = element => element && /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
  const rows = () => [...document.querySelectorAll('#worklist tbody tr')];

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const step = { j: 1, k: -1 }[event.key];
    const all = rows();
    if (!step || all.length === 0) return;
    const at = all.findIndex(row => row.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at + step))];
    const act = next.querySelector('button, a');
    if (act) {
      act.focus();
      event.preventDefault();
    }
  });

  // on a narrow screen a row stands cell under cell, each under its column's words
  document.documentElement.classList.add('stacked');
  for (const table of document.querySelectorAll('table.list')) {
    const heads = [...table.tHead.rows[0].cells].map(cell => cell.textContent.trim().replace(/\s+/g, ' '));
    for (const row of table.tBodies[0].rows) {
      [...row.cells].forEach((cell, at) => { cell.dataset.label = heads[at] || ''; });
    }
  }

  // of several choices at least one
  for (const group of document.querySelectorAll('.some')) {
    const boxes = [...group.querySelectorAll('input[type="checkbox"]')];
    const check = () => boxes[0].setCustomValidity(boxes.some(box => box.checked) ? '' : group.dataset.none);
    group.addEventListener('change', check);
    check();
  }

  // an answer that is no part of this page (a login, a fault) must not stand inside it
  document.addEventListener('htmx:beforeSwap', event => {
    if (!event.detail.xhr.responseURL.endsWith('/progress')) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
})();
