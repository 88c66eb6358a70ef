/* global document, fetch, location, setTimeout, window, URLSearchParams, history */

/** The mail desk's page. What a mail holds is only ever set as text, or shown in a sandboxed frame. */

const REFRESH_MS = 2_000;
const PAGE = 100;

/** The element of that id. */
const at = (id) => document.getElementById(id);
const tabs = ['html', 'text', 'headers', 'raw'];
let limit = PAGE;
let shown = '';
let opened = '';
let tab = 'html';

/** An element with a class and text. */
function element(name, className, text = '') {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.textContent = text;
  return made;
}

async function get(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response;
}

// ---- what stands beside it

async function showLinks() {
  const links = await (await get('links.json')).json();
  at('links').replaceChildren(
    ...links.map(({ name, url }) => {
      const link = element('a', '', name);
      link.href = url;
      return link;
    }),
  );
  at('links').hidden = links.length === 0;
}

// ---- the list

async function refresh() {
  const query = at('query').value.trim();
  const parameters = new URLSearchParams({ limit: String(limit), ...(query ? { query } : {}) });
  let list;
  try {
    list = await (await get(`api/v1/${query ? 'search' : 'messages'}?${parameters}`)).json();
  } catch {
    at('count').textContent = 'The desk does not answer';
    shown = '';
    return;
  }
  if (query !== at('query').value.trim()) return; // an answer to what is no longer asked
  const now = JSON.stringify([list, query]);
  if (now === shown) return;
  shown = now;
  showList(list, query);
}

function showList(list, query) {
  const focused = document.activeElement?.closest?.('#mails a')?.hash;
  at('mails').replaceChildren(...list.messages.map(row));
  if (focused) [...at('mails').querySelectorAll('a')].find((link) => link.hash === focused)?.focus();
  at('older').hidden = list.messages_count <= list.messages.length;
  at('empty').hidden = list.messages.length > 0;
  at('empty').textContent = query ? 'No mail matches.' : 'No mail yet. It appears here as it is sent.';
  at('count').textContent = query
    ? `${list.messages_count} of ${list.total} mails`
    : `${list.total} ${list.total === 1 ? 'mail' : 'mails'}, ${list.unread} unread`;
  document.title = list.unread > 0 ? `(${list.unread}) Mail desk` : 'Mail desk';
}

function row(mail) {
  const item = element('li', mail.Read ? '' : 'unread');
  const link = element('a');
  link.href = `#${mail.ID}`;
  if (mail.ID === opened) link.setAttribute('aria-current', 'true');
  const when = element('time', 'when', shortTime(mail.Created));
  when.dateTime = mail.Created;
  link.append(
    element('span', 'to', [...mail.To, ...mail.Bcc].map(addressText).join(', ')),
    when,
    element('span', 'subject', mail.Subject || '(no subject)'),
    element('span', 'snippet', mail.Snippet),
  );
  if (!mail.Read) link.append(element('span', 'hidden', 'unread'));
  item.append(link);
  return item;
}

function addressText({ Name, Address }) {
  return Name ? `${Name} <${Address}>` : Address;
}

/** The clock for today, else the date. */
function shortTime(iso) {
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return today
    ? date.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })
    : date.toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' });
}

// ---- the open mail

async function open(id) {
  opened = id;
  document.body.classList.toggle('reading', id !== '');
  for (const link of at('mails').querySelectorAll('a')) {
    if (link.hash === `#${id}`) link.setAttribute('aria-current', 'true');
    else link.removeAttribute('aria-current');
  }
  at('none').hidden = id !== '';
  at('reader').hidden = true;
  if (!id) return;
  try {
    const path = `api/v1/message/${encodeURIComponent(id)}`;
    const [mail, headers, raw] = await Promise.all([
      get(path).then((response) => response.json()),
      get(`${path}/headers`).then((response) => response.json()),
      get(`${path}/raw`).then((response) => response.text()),
    ]);
    if (id !== opened) return; // another one was chosen meanwhile
    showMail(mail, headers, raw);
  } catch {
    if (id !== opened) return;
    history.replaceState(null, '', location.pathname);
    await open('');
  }
  await refresh();
}

function showMail(mail, headers, raw) {
  at('subject').textContent = mail.Subject || '(no subject)';
  const facts = [
    ['From', mail.From ? addressText(mail.From) : mail.ReturnPath],
    ['To', [...mail.To, ...mail.Cc, ...mail.Bcc].map(addressText).join(', ')],
    ['Date', new Date(mail.Date).toUTCString()],
    ...(mail.Attachments.length > 0
      ? [['Attached', mail.Attachments.map(({ FileName, ContentType }) => FileName || ContentType).join(', ')]]
      : []),
  ];
  at('facts').replaceChildren(...facts.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)]));
  at('panel-html').replaceChildren(mail.HTML ? frame(mail.ID) : element('p', 'nothing', 'This mail has no HTML part.'));
  at('text').textContent = mail.Text || 'This mail has no text part.';
  at('headers').replaceChildren(
    ...Object.entries(headers).flatMap(([name, values]) =>
      values.map((value) => {
        const line = element('tr');
        line.append(element('td', '', name), element('td', '', value));
        return line;
      }),
    ),
  );
  at('raw').textContent = raw;
  at('reader').hidden = false;
  choose(tab);
}

function frame(id) {
  const made = element('iframe');
  made.title = 'The mail as HTML';
  made.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
  made.src = `view/${encodeURIComponent(id)}.html`;
  return made;
}

function choose(name) {
  tab = name;
  for (const each of tabs) {
    const chosen = each === name;
    at(`tab-${each}`).setAttribute('aria-selected', String(chosen));
    at(`tab-${each}`).tabIndex = chosen ? 0 : -1;
    at(`panel-${each}`).hidden = !chosen;
  }
}

// ---- what a person does

for (const [index, name] of tabs.entries()) {
  const button = at(`tab-${name}`);
  button.addEventListener('click', () => choose(name));
  button.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const next = tabs[(index + step + tabs.length) % tabs.length];
    choose(next);
    at(`tab-${next}`).focus();
  });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, dialog')) return;
  if (event.key === '/') {
    event.preventDefault();
    at('query').focus();
    return;
  }
  const inList = event.target.closest?.('#mails');
  const step = { j: 1, k: -1, ...(inList ? { ArrowDown: 1, ArrowUp: -1 } : {}) }[event.key];
  if (!step) return;
  event.preventDefault();
  const links = [...at('mails').querySelectorAll('a')];
  const current = links.findIndex((link) => link === document.activeElement || link.hash === `#${opened}`);
  const next = links[Math.min(links.length - 1, Math.max(0, current + step))];
  next?.focus();
  next?.click();
});

at('search').addEventListener('submit', (event) => event.preventDefault());
at('query').addEventListener('input', () => {
  limit = PAGE;
  void refresh();
});
at('older').addEventListener('click', () => {
  limit += PAGE;
  void refresh();
});
at('back').addEventListener('click', () => {
  location.hash = '';
});
at('delete-all').addEventListener('click', () => at('confirm').showModal());
at('confirm').addEventListener('close', async () => {
  if (at('confirm').returnValue !== 'yes') return;
  at('confirm').returnValue = '';
  await fetch('api/v1/messages', { method: 'DELETE' });
  location.hash = '';
  await refresh();
});
window.addEventListener('hashchange', () => void open(location.hash.slice(1)));

async function poll() {
  if (!document.hidden) await refresh();
  setTimeout(poll, REFRESH_MS);
}

choose(tab);
void showLinks();
void open(location.hash.slice(1));
void poll();
