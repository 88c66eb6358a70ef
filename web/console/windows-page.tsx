import type { JSX } from 'preact';
import type { Page } from '../../store/database/cursor';
import type { WindowSummary } from '../../store/windows/windows';
import { PHASES, type Phase } from '../../domain/window/types';
import type { Asked } from './area';
import { ConsoleLayout } from './layout';
import { Pager, WindowTable } from './parts';

/** What the list is narrowed to, as its address says. */
export interface Narrowed {
  readonly q: string;
  readonly phase: Phase | undefined;
  readonly cursor: string | undefined;
}

interface WindowsProps {
  readonly frame: Asked['frame'];
  readonly narrowed: Narrowed;
  readonly page: Page<WindowSummary>;
}

/** `/console/windows`: all windows, by planned start, the latest first; what it is narrowed to stands in its address. */
export function WindowsPage({ frame, narrowed, page }: WindowsProps): JSX.Element {
  const { q, phase } = narrowed;
  return (
    <ConsoleLayout {...frame} title="Windows" here="windows">
      <form method="get" class="filters">
        <label>
          Title or reference <input name="q" type="search" value={q} maxLength={200} />
        </label>
        <label>
          Phase{' '}
          <select name="phase">
            <option value="">any</option>
            {PHASES.map((one) => (
              <option key={one} value={one} selected={one === phase}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">Show</button>
      </form>
      <h2 id="found">By planned start, the latest first</h2>
      {page.items.length === 0 ? (
        <p class="muted">No window is like that. {q === '' && !phase ? '' : <a href="/console/windows">Show all</a>}</p>
      ) : (
        <WindowTable labelledBy="found" windows={page.items.map(({ view }) => view)} />
      )}
      <Pager query={{ q, phase }} next={page.next} words="Earlier ones" />
    </ConsoleLayout>
  );
}
