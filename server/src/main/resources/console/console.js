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

  // an answer that is no part of this page (a login, a fault) must not stand inside it
  document.addEventListener('htmx:beforeSwap', event => {
    if (!event.detail.xhr.responseURL.endsWith('/progress')) {
      event.detail.shouldSwap = false;
      window.location.reload();
    }
  });
})();
