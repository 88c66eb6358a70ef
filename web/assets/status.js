// Adds the reader's own time beside each UTC time, and looks for news while the page is in view.
// The page is complete without it.
(() => {
  'use strict';

  const REFRESH_MS = 60_000;
  const { lang } = document.documentElement;
  const { yourTime, stale: staleText } = document.body.dataset;

  // in the language of the page, as the reader's own country writes it where that is known
  const own = navigator.languages.find((tag) => tag.split('-')[0] === lang);
  const format = new Intl.DateTimeFormat(own ?? lang, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  });

  /** `.moment` holds one <time> or, for a period, two. */
  function addLocalTimes(root) {
    for (const moment of root.querySelectorAll('.moment')) {
      const times = Array.from(moment.querySelectorAll('time'), (time) => new Date(time.dateTime));
      if (times.every((time) => time.getTimezoneOffset() === 0)) continue;
      const local = document.createElement('span');
      local.className = 'local';
      const [from, to] = times;
      local.textContent = `${to ? format.formatRange(from, to) : format.format(from)}, ${yourTime}`;
      moment.append(local);
    }
  }

  let shown = document.querySelector('main').innerHTML;
  let checkedAt = Date.now();
  addLocalTimes(document);

  /** Puts the new content in place; what has the focus keeps it when it is still there. */
  function show(page) {
    const main = document.querySelector('main');
    const news = page.querySelector('main');
    if (!news || news.innerHTML === shown) return;
    shown = news.innerHTML;
    const focused = main.contains(document.activeElement) && document.activeElement.getAttribute('href');
    addLocalTimes(news);
    main.replaceChildren(...news.childNodes);
    document.title = page.title;
    if (focused) {
      const again = Array.from(main.querySelectorAll('a')).find((link) => link.getAttribute('href') === focused);
      again?.focus({ preventScroll: true });
    }
  }

  async function refresh() {
    checkedAt = Date.now();
    const stale = document.getElementById('stale');
    try {
      const response = await fetch(location.href, { cache: 'no-cache', headers: { Accept: 'text/html' } });
      if (!response.ok) throw new Error(`status ${response.status}`);
      show(new DOMParser().parseFromString(await response.text(), 'text/html'));
      stale.hidden = true;
    } catch {
      stale.textContent = staleText;
      stale.hidden = false;
    }
  }

  function refreshWhenSeen() {
    if (document.visibilityState === 'visible' && Date.now() - checkedAt >= REFRESH_MS) refresh();
  }

  if (document.body.dataset.live) {
    setInterval(refreshWhenSeen, REFRESH_MS / 4);
    document.addEventListener('visibilitychange', refreshWhenSeen);
  }
})();
