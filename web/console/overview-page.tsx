import type { JSX } from 'preact';
import { PHASES, type Phase } from '../../domain/window/types';
import type { WindowView } from '../../domain/window/view';
import type { Asked } from './area';
import { ConsoleLayout } from './layout';
import { windowHref, WindowTable } from './parts';
import { MyTasks, type MyTasksRead } from './reach/my-tasks';

/** Where an overview shows a window of each phase: work that is under way, or should be; what is planned; or nowhere. */
const PLACES: Readonly<Record<Phase, 'now' | 'ahead' | 'past'>> = {
  draft: 'ahead',
  approved: 'ahead',
  announced: 'ahead',
  delayed: 'now',
  'in-progress': 'now',
  overdue: 'now',
  verifying: 'now',
  'rolling-back': 'now',
  degraded: 'now',
  completed: 'past',
  'rolled-back': 'past',
  closed: 'past',
  cancelled: 'past',
};
const inPlace = (place: 'now' | 'ahead') => PHASES.filter((phase) => PLACES[phase] === place);
export const NOW = inPlace('now');
export const AHEAD = inPlace('ahead');

interface OverviewProps {
  /** The soonest first. */
  readonly now: readonly WindowView[];
  readonly ahead: readonly WindowView[];
  readonly attention: readonly WindowView[];
  /** Of the person; undefined for somebody who has none. */
  readonly mine: MyTasksRead | undefined;
  readonly asked: Asked;
  /** Where the page hears what changes. */
  readonly live: string;
}

/** `/console`: what runs now, what needs somebody, what comes next. */
export function OverviewPage({ asked, live, now, ahead, attention, mine }: OverviewProps): JSX.Element {
  const { frame, may } = asked;
  const plans = may('POST /v1/windows');
  const plan = (
    <a class="button" href="/console/plan">
      Plan maintenance
    </a>
  );
  return (
    <ConsoleLayout {...frame} title="Overview" here="overview" beside={plans ? plan : null}>
      <div hx-ext="sse" sse-connect={live}>
        <div id="overview" hx-get="/console" hx-select="#overview" hx-swap="outerHTML" hx-trigger="sse:changed">
          <Windows id="now" title="Now" windows={now} empty="No work is under way." />
          <Attention windows={attention} />
          {mine ? <MyTasks read={mine} asked={asked} /> : null}
          <Windows
            id="ahead"
            title="Next"
            windows={ahead}
            empty={plans ? 'Nothing is planned. Begin with "Plan maintenance" above.' : 'Nothing is planned.'}
          />
        </div>
      </div>
    </ConsoleLayout>
  );
}

interface WindowsProps {
  readonly id: string;
  readonly title: string;
  readonly windows: readonly WindowView[];
  readonly empty: string;
}

function Windows({ id, title, windows, empty }: WindowsProps): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {windows.length === 0 ? <p class="muted">{empty}</p> : <WindowTable labelledBy={id} windows={windows} />}
    </section>
  );
}

function Attention({ windows }: Pick<WindowsProps, 'windows'>): JSX.Element {
  return (
    <section aria-labelledby="attention">
      <h2 id="attention">Needs somebody</h2>
      {windows.length === 0 ? (
        <p class="muted">Nothing waits for a person.</p>
      ) : (
        <ul class="needs">
          {windows.map((window) => (
            <li key={window.reference}>
              <a href={windowHref(window.reference)}>{window.spec.title}</a>{' '}
              <span class="muted">{window.reference}</span>
              <ul>
                {window.attention.map(({ code, text }) => (
                  <li key={code}>{text}</li>
                ))}
              </ul>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
