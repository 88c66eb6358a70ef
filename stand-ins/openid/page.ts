import { escape } from '../shared/escape';
import type { Person } from './stand-in';

const STYLE = `
  :root { color-scheme: light dark; --line: #c9ced6; --soft: #545c66; --back: #fff; --ink: #1c2127 }
  @media (prefers-color-scheme: dark) { :root { --line: #3b434d; --soft: #aab3bd; --back: #14181d; --ink: #e8ecf0 } }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 0 auto; padding: 1rem; color: var(--ink) }
  html { background: var(--back) } .soft { color: var(--soft) }
  button { font: inherit; text-align: left; width: 100%; min-height: 3rem; border: 1px solid var(--line); border-radius: 8px; padding: .5rem 1rem; margin: .25rem 0; background: none; color: inherit; cursor: pointer }
  :focus-visible { outline: 3px solid currentColor; outline-offset: 2px }`;

/** One button for each person; works without scripts. */
export function whoAreYou(uid: string, people: readonly Person[]): string {
  const buttons = people.map(
    ({ id, name, email, groups }) =>
      `<form method="post" action="/people/${escape(uid)}?as=${encodeURIComponent(id)}"><button><strong>${escape(name)}</strong> <span class="soft">${escape([email, ...groups].join(', '))}</span></button></form>`,
  );
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>Who are you?</title><style>${STYLE}</style></head><body>
<main><h1>Who are you?</h1>
<p class="soft">A provider of identities would ask for a password here. This one believes you.</p>
${buttons.join('\n')}
<form method="post" action="/people/${escape(uid)}?no"><button>None of them</button></form>
</main></body></html>`;
}
