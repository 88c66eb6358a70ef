import type { ComponentChildren, JSX } from 'preact';
import type { WindowView } from '../../../domain/window/view';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import type { OperationName } from '../operations';
import { windowHref } from '../parts';

/** The pages of a window: one row each, in the order in which they stand. */
export const WINDOW_PAGES = {
  overview: { path: '', name: 'Overview', operation: 'GET /v1/windows/{reference}' },
  timeline: { path: '/timeline', name: 'Timeline', operation: 'GET /v1/windows/{reference}/timeline' },
  notices: { path: '/notices', name: 'Notices', operation: 'GET /v1/windows/{reference}/deliveries' },
  audience: { path: '/audience', name: 'Audience', operation: 'GET /v1/windows/{reference}/deliveries' },
  work: { path: '/work', name: 'Work list', operation: 'GET /v1/windows/{reference}/work' },
  answers: { path: '/answers', name: 'Answers', operation: 'GET /v1/windows/{reference}/acknowledgements' },
  channels: { path: '/channels', name: 'Channels', operation: 'GET /v1/windows/{reference}' },
} as const satisfies Readonly<Record<string, WindowPageRow>>;

interface WindowPageRow {
  /** After the window's own address. */
  readonly path: string;
  readonly name: string;
  /** Who may use it may read the page. */
  readonly operation: OperationName;
}

export type WindowPageName = keyof typeof WINDOW_PAGES;
const ROWS = Object.entries(WINDOW_PAGES) as [WindowPageName, WindowPageRow][];

interface FrameProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly here: WindowPageName;
  readonly children: ComponentChildren;
}

/** What every page of a window has above: where it stands, and the way to its other pages. */
export function WindowFrame({ frame, view, here, children }: FrameProps): JSX.Element {
  const { reference, spec, phase, revision } = view;
  const { name } = WINDOW_PAGES[here];
  const own = ROWS.filter(([page]) => page !== 'work' || spec.work !== undefined);
  return (
    <ConsoleLayout {...frame} title={here === 'overview' ? spec.title : `${name}: ${spec.title}`} here="windows">
      <p id="phase" class="muted">
        {reference} · {phase}, revision {revision}
      </p>
      <nav class="tabs" aria-label="This window">
        {own.map(([page, { path, name: words, operation }]) =>
          frame.may(operation) ? (
            <a
              key={page}
              href={`${windowHref(reference)}${path}`}
              {...(page === here ? { 'aria-current': 'page' as const } : {})}
            >
              {words}
            </a>
          ) : null,
        )}
      </nav>
      {children}
    </ConsoleLayout>
  );
}
