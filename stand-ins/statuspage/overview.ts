import { escape } from '../shared/escape';
import type { StoredIncident } from './model';
import type { PageState } from './page-state';

const time = (at: number | null) => (at === null ? '' : new Date(at).toISOString().slice(0, 16).replace('T', ' '));

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; color: #1c2127; background: #fff }
  article { border: 1px solid #d0d7de; border-radius: 6px; padding: .75rem 1rem; margin: 1rem 0 }
  h2, h3 { margin: .2rem 0 } .status { color: #555 } pre { white-space: pre-wrap; font: inherit; margin: .2rem 0 .8rem }
  @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117 } article { border-color: #3b434d } .status { color: #9da7b1 } }`;

/** The page as a person looks at it: components, entries, and what subscribers were told. */
export function overview(page: string, state: PageState): string {
  const components = [...state.components.values()].map(
    ({ id, name, status }) => `<li>${escape(name)} <code>${escape(id)}</code>: <strong>${escape(status)}</strong></li>`,
  );
  const entries = state.incidents().map(entry);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Statuspage stand-in</title><style>${STYLE}</style></head><body><main>
<h1>Statuspage stand-in</h1>
<p>Page <code>${escape(page)}</code>. Entries: ${String(entries.length)}. Notices sent: ${String(state.notices.length)}. Times are UTC.</p>
<h2>Components</h2><ul>${components.join('') || '<li>none</li>'}</ul>
<h2>Entries</h2>${entries.join('') || '<p>None yet.</p>'}
</main></body></html>`;
}

function entry({ name, status, scheduledFor, scheduledUntil, updates }: StoredIncident): string {
  const planned = scheduledFor === null ? '' : `, ${time(scheduledFor)} to ${time(scheduledUntil)}`;
  const told = updates.map(
    ({ at, status: state, body, delivers }) =>
      `<p class="status">${time(at)} ${escape(state)}${delivers ? ', subscribers told' : ''}</p><pre>${escape(body)}</pre>`,
  );
  return `<article><h3>${escape(name)}</h3><p class="status">${escape(status)}${planned}</p>${told.join('')}</article>`;
}
