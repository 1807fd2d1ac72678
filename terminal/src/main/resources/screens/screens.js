'use strict';
// Follows the visit, keeps the focus where a person was, takes the PIN's digits, reads aloud.
(() => {
  const RETRY_MILLIS = 2000;
  const WAIT_MILLIS = 20000;
  const PIN_DIGITS = 4;
  const shown = () => document.getElementById('screen');
  const live = document.getElementById('live');
  const lost = document.getElementById('lost');
  let running = 0;
  let idle = () => {};
  let before = {};

  const say = text => { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 50); };
  const pause = millis => new Promise(done => setTimeout(done, millis));
  const quiet = () => running === 0 ? Promise.resolve() : new Promise(done => { idle = done; });
  const remember = () => {
    const focused = document.activeElement;
    before = { view: shown().dataset.view, visit: shown().dataset.visit, notice: shown().dataset.notice, focus: focused ? focused.id : '' };
  };

  // ---- one request at a time; the page says that it works on it ----
  document.addEventListener('htmx:beforeRequest', event => {
    const post = event.detail.requestConfig.verb === 'post';
    if (post && document.body.classList.contains('working')) {
      event.preventDefault();
      return;
    }
    running++;
    remember();
    const form = event.detail.elt;
    const text = (form.dataset && form.dataset.busy) || '';
    const busy = shown().querySelector('.busy');
    if (post && busy) {
      if (text) busy.textContent = text;
      document.body.classList.add('working');
      if (text) say(text);
    }
  });
  document.addEventListener('htmx:afterRequest', event => {
    running = Math.max(0, running - 1);
    if (event.detail.requestConfig.verb === 'post') document.body.classList.remove('working');
    if (running === 0) idle();
  });
  document.addEventListener('htmx:beforeSwap', event => {
    const type = event.detail.xhr.getResponseHeader('Content-Type') || '';
    if (!type.startsWith('text/html')) {
      event.detail.shouldSwap = false;
      lost.hidden = false;
    }
  });
  document.addEventListener('htmx:sendError', () => { lost.hidden = false; });
  document.addEventListener('htmx:afterSettle', event => {
    if (document.getElementById('number') && event.detail.target && event.detail.target.id === 'number') numbered();
    else entered();
  });

  // ---- the answer of a check by number: goes after a while, since nobody finishes it ----
  let forgetting = 0;
  function numbered() {
    const number = document.getElementById('number');
    clearTimeout(forgetting);
    if (number.dataset.stay) {
      forgetting = setTimeout(() => htmx.ajax('GET', '/', { target: '#number', select: '#number', swap: 'outerHTML' }),
        Number(number.dataset.stay) * 1000);
    }
    const news = document.getElementById('number-notice') || document.getElementById('number-result');
    if (news) {
      say(news.textContent.trim().replace(/\s+/g, ' ').slice(0, 200));
      news.focus();
    } else {
      document.getElementById('insurer_number').focus();
    }
  }

  function entered() {
    const now = shown();
    if (now.lang && now.lang !== document.documentElement.lang) {
      location.reload(); // the header speaks the new language too
      return;
    }
    if (now.dataset.view !== before.view || now.dataset.visit !== before.visit || now.dataset.notice !== before.notice) wipe();
    if (now.dataset.view === 'waiting' && before.view !== 'waiting') sessionStorage.removeItem('voice');
    if (now.dataset.told) {
      // the clerk may be typing elsewhere: what is new is said, the focus stays
      if (now.dataset.notice && now.dataset.notice !== before.notice) say(now.dataset.notice);
      else if (now.dataset.view !== before.view) say(now.dataset.told);
      const again = before.focus && document.getElementById(before.focus);
      if (document.activeElement === document.body) (again || document.getElementById('title')).focus({ preventScroll: true });
    } else if (now.dataset.view !== before.view || now.dataset.notice !== before.notice) {
      const title = document.getElementById('title');
      window.scrollTo(0, 0);
      if (title) title.focus({ preventScroll: true });
      if (now.dataset.notice) say(now.dataset.notice);
      read();
    } else if (document.activeElement === document.body && before.focus) {
      const again = document.getElementById(before.focus);
      if (again) again.focus({ preventScroll: true });
    }
    showVoice();
  }

  // ---- following the visit: wait for a newer version, then ask for the page ----
  async function follow() {
    for (;;) {
      try {
        const version = Number(shown().dataset.version);
        const answer = await fetch('/api/visit?after=' + version + '&wait=' + WAIT_MILLIS, { cache: 'no-store' });
        if (!answer.ok) throw new Error(String(answer.status));
        const state = await answer.json();
        await quiet();
        lost.hidden = true;
        if (state.version !== Number(shown().dataset.version)) {
          await htmx.ajax('GET', '/', { target: '#screen', select: '#screen', swap: 'outerHTML' });
          if (state.version > Number(shown().dataset.version)) await pause(RETRY_MILLIS);
        }
      } catch (gone) {
        lost.hidden = false;
        await pause(RETRY_MILLIS);
      }
    }
  }

  // ---- the PIN: its digits are in this variable only, never in the page ----
  let digits = '';
  const pad = () => document.querySelector('[data-pinpad]');
  function wipe() {
    digits = '';
    dots();
  }
  function dots() {
    const here = pad();
    if (here) here.querySelectorAll('.dots span').forEach((dot, at) => dot.classList.toggle('full', at < digits.length));
  }
  function press(digit) {
    if (digits.length < PIN_DIGITS) digits += digit;
    dots();
    say(pad().dataset.count.replace('{n}', String(digits.length)));
  }
  function erase() {
    digits = digits.slice(0, -1);
    dots();
    say(pad().dataset.count.replace('{n}', String(digits.length)));
  }
  function send() {
    if (digits.length < PIN_DIGITS) {
      say(pad().dataset.short);
      pad().classList.add('short');
      return;
    }
    pad().classList.remove('short');
    const values = { visit: shown().dataset.visit, pin: digits };
    wipe();
    htmx.ajax('POST', '/pin', { values, target: '#screen', select: '#screen', swap: 'outerHTML' });
    values.pin = '';
  }
  document.addEventListener('click', event => {
    const key = event.target.closest('button');
    if (!key || !pad() || !pad().contains(key)) return;
    if (key.dataset.digit) press(key.dataset.digit);
    else if ('pinDelete' in key.dataset) erase();
    else if ('pinOk' in key.dataset) send();
  });
  document.addEventListener('keydown', event => {
    if (!pad() || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (/^[0-9]$/.test(event.key)) {
      press(event.key);
    } else if (event.key === 'Backspace') {
      erase();
    } else if (event.key === 'Enter' && !(event.target instanceof HTMLButtonElement)) {
      send();
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- voice prompts, off until asked for ----
  const voice = document.getElementById('voice');
  const canSpeak = 'speechSynthesis' in window && voice;
  const speaks = () => sessionStorage.getItem('voice') === 'on';
  function showVoice() {
    if (!canSpeak) return;
    voice.hidden = false;
    voice.setAttribute('aria-pressed', String(speaks()));
  }
  function read() {
    if (!canSpeak) return;
    speechSynthesis.cancel();
    if (!speaks()) return;
    const parts = [shown().dataset.notice || ''];
    shown().querySelectorAll('h1, .lead').forEach(part => parts.push(part.textContent));
    const words = new SpeechSynthesisUtterance(parts.join(' '));
    words.lang = document.documentElement.lang;
    words.rate = 0.9;
    speechSynthesis.speak(words);
  }
  if (canSpeak) {
    voice.addEventListener('click', () => {
      if (speaks()) sessionStorage.removeItem('voice');
      else sessionStorage.setItem('voice', 'on');
      showVoice();
      read();
    });
    showVoice();
    read();
  }

  follow();
})();
