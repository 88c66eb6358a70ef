import type { JSX } from 'preact';
import { noticeWords } from '../../../domain/notices/notice';
import { NOTICES } from '../../../domain/notices/notices';
import { slotText, utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { NoticeSummary } from '../../../store/ledger/notices';
import type { WindowInDetail } from '../../../use-cases/read-window';
import { lifeOf } from '../../pictures/life';
import { LifeLine } from '../../pictures/life-line';
import type { Asked } from '../area';
import { AllButtons, Done } from '../command/buttons';
import { inFigures } from '../figures';
import { nextWords, Table, windowHref } from '../parts';
import { planLikeHref } from '../plan/paths';
import { WindowFrame } from './frame';

/** Where else a window is shown. */
export interface WindowPlaces {
  /** The workflow's page in the Temporal UI. */
  readonly temporal: string | undefined;
  /** The page that customers see; undefined where there is none. */
  readonly publicPage: string | undefined;
}

interface WindowProps extends WindowPlaces {
  readonly asked: Asked;
  readonly read: WindowInDetail;
  /** Where the page hears what changes. */
  readonly live: string;
}

/** `/console/windows/{reference}`: where a window stands, what it will do, and what can be done with it. */
export function WindowOverview({ asked, read, live, temporal, publicPage }: WindowProps): JSX.Element {
  const { frame, query } = asked;
  const { view } = read.window;
  const { reference } = view;
  return (
    <WindowFrame {...{ frame, view, here: 'overview' }}>
      <Done query={query} />
      <div hx-ext="sse" sse-connect={live}>
        <div
          id="standing"
          hx-get={windowHref(reference)}
          hx-select="#standing"
          hx-select-oob="#phase"
          hx-swap="outerHTML"
          hx-trigger={`sse:changed-${reference} delay:300ms`}
        >
          <Attention view={view} />
          <AllButtons view={view} may={asked.frame.may} />
          <Facts view={view} read={read} />
          <LifeLine life={lifeOf(read.window)} now={asked.now} />
          <p class="links">
            <a href={`${windowHref(reference)}/pictures`}>Deliveries over time</a>{' '}
            {publicPage === undefined ? null : <a href={publicPage}>What customers see</a>}{' '}
            {temporal === undefined ? null : <a href={temporal}>Its history in Temporal</a>}{' '}
            {view.approval ? <a href={`${windowHref(view.reference)}/approval`}>Approval</a> : null}{' '}
            {view.startedAt === null ? null : (
              <a href={`${windowHref(view.reference)}/rfo`}>Reason-for-outage report</a>
            )}{' '}
            {frame.may('POST /v1/windows') ? <a href={planLikeHref(view.reference)}>Plan one like this</a> : null}
          </p>
          <CheckList view={view} />
          <Plan view={view} />
          <Notices notices={read.notices} reference={reference} />
        </div>
      </div>
    </WindowFrame>
  );
}

function Attention({ view: { attention } }: { readonly view: WindowView }): JSX.Element {
  return (
    <>
      {attention.map(({ code, text, since }) => (
        <p key={code} class="callout tone-late">
          <strong>{text}</strong> <span class="muted">since {utcText(since)}</span>
        </p>
      ))}
    </>
  );
}

function Facts({ view, read }: { readonly view: WindowView; readonly read: WindowInDetail }): JSX.Element {
  const { spec, startedAt, endedAt, nextUpdateBy, approval, revision } = view;
  const { forStaff } = read;
  const facts: [string, string | undefined][] = [
    ['Planned', slotText(spec.slot)],
    ['Alternate night', spec.alternate && slotText(spec.alternate.slot)],
    ['Class', `${spec.className ?? spec.class}, ${spec.reason}, ${spec.visibility}`],
    ['Where', view.scopeText],
    ['Impact', `${spec.impact.level}, ${String(spec.impact.minutes)} minutes: ${spec.impact.description}`],
    ['What customers should do', spec.customerAction],
    ['Point of contact', spec.pointOfContact],
    [
      'Reaches',
      forStaff &&
        `${inFigures(forStaff.audience.recipients)} people of ${inFigures(forStaff.audience.organizations)} customers`,
    ],
    ['Approval', approval ? approvalWords(approval, revision) : undefined],
    ['Begun', startedAt === null ? undefined : utcText(startedAt)],
    ['Ended', endedAt === null ? undefined : utcText(endedAt)],
    ['Next update by', nextUpdateBy === null ? undefined : utcText(nextUpdateBy)],
    ['Changes behind it', spec.references?.map(({ system, id }) => `${system} ${id}`).join(', ')],
    ['Next', nextWords(view)],
  ];
  return (
    <dl class="facts">
      {facts.flatMap(([name, value]) =>
        value === undefined || value === '' ? [] : [<dt key={name}>{name}</dt>, <dd key={`${name} value`}>{value}</dd>],
      )}
    </dl>
  );
}

function approvalWords(
  { approvedRevision, approvedBy }: NonNullable<WindowView['approval']>,
  revision: number,
): string {
  if (approvedRevision !== revision) return `revision ${String(revision)} waits for it`;
  return `revision ${String(revision)}, by ${approvedBy ?? 'somebody'}`;
}

/** What is looked at after the work (E3). */
function CheckList({ view: { spec, ticks } }: { readonly view: WindowView }): JSX.Element | null {
  const steps = spec.verification?.steps ?? [];
  if (steps.length === 0) return null;
  return (
    <section aria-labelledby="checks">
      <h2 id="checks">What is verified</h2>
      <ol>
        {steps.map((words, place) => (
          <li key={words}>
            {words} <span class="muted">{ticks.includes(place + 1) ? 'done' : 'open'}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function Plan({ view: { plan } }: { readonly view: WindowView }): JSX.Element | null {
  if (plan.length === 0) return null;
  return (
    <section aria-labelledby="plan">
      <h2 id="plan">What will be sent</h2>
      <ol class="plan">
        {plan.map(({ kind, at }) => (
          <li key={`${kind} ${String(at)}`}>
            {utcText(at)}: {NOTICES[kind].title}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface NoticesProps {
  readonly notices: readonly NoticeSummary[];
  readonly reference: string;
}

/** The notices with their figures, each leading to its deliveries. */
export function Notices({ notices, reference }: NoticesProps): JSX.Element | null {
  if (notices.length === 0) return null;
  const at = (slug: string, state = '') =>
    `${windowHref(reference)}/notices?notice=${encodeURIComponent(slug)}${state === '' ? '' : `&state=${state}`}`;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">What was sent</h2>
      <Table labelledBy="notices" columns={['Notice', 'Begun', 'To', 'Accepted', 'On the way', 'Failed', 'Untold']}>
        {notices.map(({ slug, revision, begunAt, state, recipients, untold, deliveries: d }) => (
          <tr key={`${slug} ${String(revision)}`}>
            <th scope="row">
              <a href={at(slug)}>{noticeWords(slug)}</a>{' '}
              <span class="muted">{revision > 1 ? `revision ${String(revision)}, ${state}` : state}</span>
            </th>
            <td>{utcText(begunAt)}</td>
            <td>{inFigures(recipients)}</td>
            <td>{inFigures(d.accepted)}</td>
            <td>{inFigures(d.pending + d.sending + d.deferred)}</td>
            <td>
              {d.failed > 0 ? (
                <a href={at(slug, 'failed')}>{inFigures(d.failed + d.uncertain)}</a>
              ) : (
                d.failed + d.uncertain
              )}
            </td>
            <td>{inFigures(untold)}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}
