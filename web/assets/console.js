// What the console does beside htmx. The pages are complete without it.
(() => {
  'use strict';

  // a form that was refused: its summary is read first, and leads to the fields
  document.getElementById('faults')?.focus();

  // how much of a file has been sent
  document.addEventListener('htmx:xhr:progress', ({ target, detail: { loaded, total, lengthComputable } }) => {
    const sending = target instanceof Element ? target.querySelector('.sending') : null;
    const bar = sending?.querySelector('progress');
    if (!sending || !bar || !lengthComputable || loaded === 0) return;
    sending.hidden = false;
    // all of it is sent: how long the last rows take is not known
    if (loaded < total) bar.value = loaded / total;
    else bar.removeAttribute('value');
  });
  document.addEventListener('htmx:afterRequest', ({ target }) => {
    const sending = target instanceof Element ? target.querySelector('.sending') : null;
    if (sending) sending.hidden = true;
  });

  // shortcuts: the page's dialog lists them, and each can do without them (WCAG 2.1.4)
  const list = document.getElementById('keys');
  const CHOICE = 'forewarn.keys';
  const areOn = () => {
    try {
      return localStorage.getItem(CHOICE) !== 'off';
    } catch {
      return true;
    }
  };
  const boxes = [...document.querySelectorAll('[data-keys-on]')];
  for (const box of boxes) {
    box.checked = areOn();
    box.closest('label').hidden = false;
    box.addEventListener('change', () => {
      try {
        localStorage.setItem(CHOICE, box.checked ? 'on' : 'off');
      } catch {
        // a browser that keeps nothing has them on again on the next page
      }
      for (const other of boxes) other.checked = box.checked;
    });
  }

  const isWriting = ({ target }) =>
    target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null);
  const shortcuts = new Map([...(list?.querySelectorAll('[data-keys]') ?? [])].map((one) => [one.dataset.keys, one]));
  let begun = '';
  let timer;
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat)
      return;
    if (event.key === 'Shift' || isWriting(event) || document.querySelector('dialog[open]') || !areOn()) return;
    const pressed = begun + event.key;
    begun = '';
    clearTimeout(timer);
    const meant = shortcuts.get(pressed);
    if (!meant) {
      if (![...shortcuts.keys()].some((keys) => keys.startsWith(`${event.key} `))) return;
      begun = `${event.key} `;
      timer = setTimeout(() => (begun = ''), 1500);
      return;
    }
    event.preventDefault();
    if (pressed === '?') list.showModal();
    else if (meant.dataset.focus) document.getElementById(meant.dataset.focus)?.focus();
    else location.assign(meant.href);
  });
})();
