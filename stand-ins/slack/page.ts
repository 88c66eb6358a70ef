import { escape } from '../shared/escape';
import type { Chat, ChatMessage, OpenView } from './chat';
import { isObject } from './refusals';

const STYLE = `
  :root { color-scheme: light dark; --line: #c9ced6; --soft: #545c66; --bad: #a4131f; --accent: #0b57a4; --on-accent: #fff; --back: #fff; --ink: #1c2127 }
  @media (prefers-color-scheme: dark) { :root { --line: #3b434d; --soft: #aab3bd; --bad: #ff9aa2; --accent: #8cc2ff; --on-accent: #06223f; --back: #14181d; --ink: #e8ecf0 } }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 0 auto; padding: 1rem; color: var(--ink) }
  html { background: var(--back) }
  article, dialog { border: 1px solid var(--line); border-radius: 8px; padding: .6rem 1rem; margin: 1rem 0 }
  dialog { position: static; width: auto; max-width: none; border-width: 2px; border-color: var(--accent); color: inherit; background: var(--back) }
  .reply { border: 0; border-left: 3px solid var(--line); border-radius: 0; margin: .6rem 0 .6rem .5rem; padding: 0 .8rem }
  .by { color: var(--soft); font-size: .875rem; margin: 0 } .text, pre { white-space: pre-wrap; margin: .2rem 0; overflow-wrap: anywhere; font-family: inherit }
  ul { margin: .2rem 0 } form.buttons { display: flex; flex-wrap: wrap; gap: .5rem; margin: .5rem 0 } h1, h2 { margin: .4rem 0 }
  button, input, textarea { font: inherit; min-height: 2.4rem; border: 1px solid var(--line); border-radius: 6px; padding: .3rem .8rem }
  button.primary { background: var(--accent); color: var(--on-accent); border-color: var(--accent) }
  label { display: block; font-weight: 600; margin-top: .6rem } textarea, input { width: 100%; box-sizing: border-box }
  .error { color: var(--bad); margin: .2rem 0 } .whisper { border-left: 3px solid var(--accent); padding-left: .8rem }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
  .mention { background: var(--bad); color: var(--back); padding: 0 .2rem }`;

/** The channel as its people see it, with buttons to press and dialogs to fill in; works without scripts. */
export function chatPage(chat: Chat, user: string, note: string | undefined): string {
  const firsts = chat.messages.filter(({ thread_ts }) => thread_ts === undefined).reverse();
  const threads = firsts.map((first) => {
    const replies = chat.messages.filter(({ thread_ts }) => thread_ts === first.ts).map(reply);
    return `<article>${message(first)}${replies.join('')}</article>`;
  });
  const mine = chat.whispers.filter((whisper) => whisper.user === user).slice(-3);
  const whispers = mine.map(({ text }) => `<p class="whisper">Only you see this: ${mrkdwn(text)}</p>`);
  const open = [...chat.views.values()].filter((view) => view.user === user).map(dialog);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Slack stand-in</title><style>${STYLE}</style></head><body>
<header><h1>Slack stand-in: #maintenance</h1><p class="by">You are ${escape(user)}. Times are UTC.</p></header>
<main>
<div role="status">${note === undefined ? '' : `<p class="error">${escape(note)}</p>`}${whispers.join('')}</div>
${open.join('')}
${threads.join('') || '<p>Nobody has written yet.</p>'}
</main></body></html>`;
}

function message({ ts, text, blocks, edits }: ChatMessage): string {
  const edited = edits > 0 ? ' · edited' : '';
  const shown =
    blocks.length > 0
      ? blocks.map((one, place) => block(one, ts, place === 0))
      : [`<p class="text">${mrkdwn(text)}</p>`];
  return `<p class="by">Forewarn · ${time(ts)}${edited}</p>${shown.join('')}`;
}

function reply({ ts, text, blocks, files }: ChatMessage): string {
  const attached = (files ?? []).map(
    ({ name, content }) => `<details><summary>${escape(name)}</summary><pre>${escape(content)}</pre></details>`,
  );
  const shown =
    blocks.length > 0
      ? blocks.map((one) => block(one, ts, false))
      : text === ''
        ? []
        : [`<p class="text">${mrkdwn(text)}</p>`];
  return `<div class="reply"><p class="by">Forewarn · ${time(ts)}</p>${shown.join('')}${attached.join('')}</div>`;
}

const time = (ts: string) => new Date(Number(ts) * 1_000).toISOString().slice(0, 16).replace('T', ' ');

function block(one: Record<string, unknown>, ts: string, isTitle: boolean): string {
  const elements = (Array.isArray(one.elements) ? one.elements : []).filter(isObject);
  if (one.type === 'actions') {
    const buttons = elements.map((button) => {
      const label = isObject(button.text) ? button.text.text : '';
      return `<button name="action" value="${escape(button.action_id)}" class="${escape(button.style)}">${escape(label)}</button>`;
    });
    return `<form class="buttons" method="post" action="/press"><input type="hidden" name="ts" value="${escape(ts)}">${buttons.join('')}</form>`;
  }
  if (one.type === 'section' && isObject(one.text)) return `<p class="text">${mrkdwn(String(one.text.text))}</p>`;
  return elements.map((part) => richPart(part, isTitle)).join('');
}

function richPart(part: Record<string, unknown>, isTitle: boolean): string {
  const inner = (Array.isArray(part.elements) ? part.elements : []).filter(isObject);
  if (part.type === 'rich_text_list') return `<ul>${inner.map((item) => `<li>${pieces(item)}</li>`).join('')}</ul>`;
  return isTitle ? `<h2>${pieces(part)}</h2>` : `<p class="text">${pieces(part)}</p>`;
}

function pieces({ elements }: Record<string, unknown>): string {
  const inner = (Array.isArray(elements) ? elements : []).filter(isObject);
  return inner
    .map(({ type, text, url, style, timestamp }) => {
      if (type === 'link') return `<a href="${escape(url)}">${escape(text ?? url)}</a>`;
      if (type === 'date') return escape(new Date(Number(timestamp) * 1_000).toUTCString().slice(5, 22));
      const words = escape(text);
      return isObject(style) && style.bold === true ? `<strong>${words}</strong>` : words;
    })
    .join('');
}

/** Marks what could do harm: a mention or a link made by text that somebody entered. */
function mrkdwn(text: string): string {
  return text
    .split(/(<[^<>]+>)/)
    .map((part) =>
      /^<.*>$/s.test(part)
        ? `<span class="mention">${escape(part)}</span>`
        : escape(part.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&')),
    )
    .join('');
}

function dialog({ id, view, errors }: OpenView): string {
  const title = isObject(view.title) ? String(view.title.text) : '';
  const blocks = (Array.isArray(view.blocks) ? view.blocks : []).filter(isObject);
  const general = errors[''] === undefined ? '' : `<p class="error">${escape(errors[''])}</p>`;
  const fields = blocks.map((one) => (one.type === 'input' ? input(id, one, errors) : block(one, '', false)));
  const submit = isObject(view.submit) ? `<button class="primary">${escape(view.submit.text)}</button>` : '';
  return `<dialog open aria-labelledby="${escape(id)}-title"><h2 id="${escape(id)}-title">${escape(title)}</h2>
<form method="post" action="/submit"><input type="hidden" name="view" value="${escape(id)}">${general}${fields.join('')}
<p>${submit} <button formaction="/dismiss" formnovalidate>Close</button></p></form></dialog>`;
}

function input(id: string, one: Record<string, unknown>, errors: Record<string, string>): string {
  const name = String(one.block_id);
  const element = isObject(one.element) ? one.element : {};
  const field = `${escape(id)}-${escape(name)}`;
  const error = errors[name];
  const optional = one.optional === true ? ' (optional)' : '';
  const common = `id="${field}" name="${escape(name)}"${error === undefined ? '' : ` aria-invalid="true" aria-describedby="${field}-error"`}`;
  const initial =
    typeof element.initial_date_time === 'number'
      ? new Date(element.initial_date_time * 1_000).toISOString().slice(0, 16)
      : '';
  const control =
    element.type === 'datetimepicker'
      ? `<input type="datetime-local" ${common} value="${initial}">`
      : element.type === 'number_input'
        ? `<input type="number" ${common}>`
        : `<textarea rows="3" ${common}></textarea>`;
  const label = isObject(one.label) ? escape(one.label.text) : '';
  return `<label for="${field}">${label}${optional}</label>${control}${error === undefined ? '' : `<p class="error" id="${field}-error">${escape(error)}</p>`}`;
}
