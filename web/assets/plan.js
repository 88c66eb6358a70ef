// What the form that plans a window does beside htmx. The page is complete without it.
(() => {
  'use strict';

  const form = document.getElementById('plan');
  if (!form) return;

  const format = new Intl.DateTimeFormat(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });

  /** The reader's own time beside a field that takes UTC. */
  function addOwnTime(input) {
    const own = document.createElement('p');
    own.className = 'hint local';
    input.after(own);
    const show = () => {
      const at = input.value === '' ? undefined : new Date(`${input.value}Z`);
      own.hidden = !at || Number.isNaN(at.getTime()) || at.getTimezoneOffset() === 0;
      own.textContent = own.hidden ? '' : `${format.format(at)}, your time`;
    };
    input.addEventListener('input', show);
    show();
  }

  /** Fields that the chosen class does not need are put away, and are not sent. */
  function showClassFields() {
    const like = form.querySelector('input[name="class"]:checked')?.dataset.classLike;
    for (const part of form.querySelectorAll('[data-like]')) {
      part.hidden = part.dataset.like !== like;
      for (const set of part.querySelectorAll('fieldset')) set.disabled = part.hidden;
    }
  }

  for (const input of form.querySelectorAll('input[type="datetime-local"]')) addOwnTime(input);
  for (const choice of form.querySelectorAll('input[name="class"]')) choice.addEventListener('change', showClassFields);
  showClassFields();

  // what somebody opened beside the form stays open when it is read again
  let open = [];
  document.addEventListener('htmx:beforeSwap', ({ detail: { target } }) => {
    if (target.id === 'live') open = Array.from(target.querySelectorAll('details[open]'), ({ id }) => id);
  });
  document.addEventListener('htmx:afterSwap', ({ detail: { target } }) => {
    if (target.id !== 'live') return;
    const kept = open.map((id) => document.getElementById(id)).filter(Boolean);
    if (kept.length > 0) for (const one of target.querySelectorAll('details')) one.open = kept.includes(one);
  });
})();
