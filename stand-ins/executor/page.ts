import { escape } from '../shared/escape';
import { COURSES, FAULTS, type Course, type Fault } from './courses';
import type { Jobs, Restart } from './jobs';

const STYLE = `
  :root { color-scheme: light dark; --line: #c9ced6; --soft: #545c66; --bad: #a4131f; --good: #1d6b34; --back: #fff; --ink: #1c2127 }
  @media (prefers-color-scheme: dark) { :root { --line: #3b434d; --soft: #aab3bd; --bad: #ff9aa2; --good: #8fdca4; --back: #14181d; --ink: #e8ecf0 } }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 0 auto; padding: 1rem; color: var(--ink) }
  html { background: var(--back) } table { border-collapse: collapse; width: 100% }
  th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
  .failed, .again { color: var(--bad); font-weight: 600 } .done { color: var(--good) } .soft { color: var(--soft) }
  form { display: flex; flex-wrap: wrap; gap: .6rem; align-items: end; margin: .6rem 0 }
  button, select, input { font: inherit; min-height: 2.4rem; border: 1px solid var(--line); border-radius: 6px; padding: .3rem .8rem }
  label { display: block; font-weight: 600 } :focus-visible { outline: 3px solid currentColor; outline-offset: 2px }`;

/** What is set to go wrong, by resource. */
export interface Planned {
  readonly courses: ReadonlyMap<string, Course>;
  readonly faults: ReadonlyMap<string, Fault>;
}

/** Every restart, newest first, with a form that says how the next one of a resource goes; works without scripts. */
export function executorPage(jobs: Jobs, planned: Planned): string {
  const rows = [...jobs.restarts]
    .reverse()
    .slice(0, 500)
    .map((restart) => row(jobs, restart));
  const plans = [...new Set([...planned.courses.keys(), ...planned.faults.keys()])].map(
    (id) => `<li>${escape(id)}: ${escape(planned.courses.get(id) ?? planned.faults.get(id))}</li>`,
  );
  const choices = ['works', ...COURSES.filter((one) => one !== 'works'), ...FAULTS]
    .map((one) => `<option>${escape(one)}</option>`)
    .join('');
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5"><title>Demo executor</title><style>${STYLE}</style></head><body>
<header><h1>Demo executor</h1><p class="soft">What a provider's automation would restart. Times are UTC.</p></header>
<main>
<form method="post" action="/plan">
  <div><label for="resource">Resource (its id)</label><input id="resource" name="resource" required maxlength="200"></div>
  <div><label for="outcome">The next restart</label><select id="outcome" name="outcome">${choices}</select></div>
  <button>Set</button>
</form>
<form method="post" action="/release"><input name="resource" aria-label="Resource that hangs" required maxlength="200"><button>End a restart that hangs</button></form>
<form method="post" action="/forget"><button>Lose the memory of all jobs</button></form>
${plans.length > 0 ? `<p>Set for the next restart:</p><ul>${plans.join('')}</ul>` : ''}
<table><caption class="soft">${String(jobs.restarts.length)} restarts</caption>
<thead><tr><th>started</th><th>resource</th><th>window</th><th>state</th><th>key</th></tr></thead>
<tbody>${rows.join('') || '<tr><td colspan="5">Nothing was restarted yet.</td></tr>'}</tbody></table>
</main></body></html>`;
}

function row(jobs: Jobs, restart: Restart): string {
  const { key, resource, reference, startedAt, endsAt } = restart;
  const state = jobs.stateOf(restart);
  const starts = jobs.startsOf(key);
  const again = starts > 1 ? ` <span class="again">started ${String(starts)} times</span>` : '';
  const taken = endsAt !== null && state !== 'running' ? ` after ${((endsAt - startedAt) / 1_000).toFixed(1)} s` : '';
  return `<tr><td>${new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')}</td>
<td>${escape(resource.name)} <span class="soft">${escape(resource.kind)} ${escape(resource.id)}</span></td>
<td>${escape(reference)}</td><td class="${state}">${endsAt === null ? 'hangs' : state}${taken}</td><td>${escape(key)}${again}</td></tr>`;
}
