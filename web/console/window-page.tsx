import type { JSX } from 'preact';
import { describeAnswer } from '../../domain/delivery/acknowledgement';
import { NOTICES } from '../../domain/notices/notices';
import { slotText, utcText } from '../../domain/public/times';
import { actorInWords } from '../../domain/shared/actor';
import { describeEvent } from '../../domain/window/events';
import type { WindowView } from '../../domain/window/view';
import type { NoticeSummary } from '../../store/ledger/notices';
import type { TimelineLine } from '../../store/windows/timeline-page';
import type { WindowInDetail } from '../../use-cases/read-window';
import type { SignedInPerson } from '../sign-in/signed-in';
import { ConsoleLayout, type ConsoleSite } from './layout';
import { nextWords, Table } from './parts';

/** Where else a window is shown. */
export interface WindowPlaces {
  /** The workflow's page in the Temporal UI. */
  readonly temporal: string | undefined;
  /** The page that customers see; undefined where there is none. */
  readonly publicPage: string | undefined;
}

interface WindowProps extends WindowPlaces {
  readonly site: ConsoleSite;
  readonly person: SignedInPerson;
  readonly read: WindowInDetail;
}

/** `/console/windows/{reference}`: where a window stands, what it will do, and what happened. */
export function WindowPage({ site, person, read, temporal, publicPage }: WindowProps): JSX.Element {
  const { view } = read.window;
  return (
    <ConsoleLayout site={site} title={view.spec.title} person={person} here="windows">
      <p class="muted">
        {view.reference} · {view.phase}, revision {view.revision}
      </p>
      {view.attention.map(({ code, text, since }) => (
        <p key={code} class="callout tone-late">
          <strong>{text}</strong> <span class="muted">since {utcText(since)}</span>
        </p>
      ))}
      <Facts view={view} read={read} />
      <p class="links">
        {publicPage === undefined ? null : <a href={publicPage}>What customers see</a>}{' '}
        {temporal === undefined ? null : <a href={temporal}>Its history in Temporal</a>}
      </p>
      <Plan view={view} />
      <Notices notices={read.notices} />
      <Channels read={read} />
      <Timeline lines={read.timeline.items} hasMore={read.timeline.next !== null} />
    </ConsoleLayout>
  );
}

function Facts({ view, read }: { readonly view: WindowView; readonly read: WindowInDetail }): JSX.Element {
  const { spec, startedAt, endedAt } = view;
  const { forStaff } = read;
  const facts: [string, string | undefined][] = [
    ['Planned', slotText(spec.slot)],
    ['Class', `${spec.class}, ${spec.reason}, ${spec.visibility}`],
    ['Where', view.scopeText],
    ['Impact', `${spec.impact.level}, ${String(spec.impact.minutes)} minutes: ${spec.impact.description}`],
    ['What customers do', spec.customerAction],
    ['Point of contact', spec.pointOfContact],
    [
      'Reaches',
      forStaff &&
        `organizations: ${String(forStaff.audience.organizations)}, people: ${String(forStaff.audience.recipients)}`,
    ],
    ['Begun', startedAt === null ? undefined : utcText(startedAt)],
    ['Ended', endedAt === null ? undefined : utcText(endedAt)],
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

function Notices({ notices }: { readonly notices: readonly NoticeSummary[] }): JSX.Element | null {
  if (notices.length === 0) return null;
  return (
    <section aria-labelledby="notices">
      <h2 id="notices">What was sent</h2>
      <Table labelledBy="notices" columns={['Notice', 'Begun', 'To', 'Accepted', 'On the way', 'Failed']}>
        {notices.map(({ slug, begunAt, state, recipients, deliveries: d }) => (
          <tr key={slug}>
            <th scope="row">
              {slug} <span class="muted">{state}</span>
            </th>
            <td>{utcText(begunAt)}</td>
            <td>{recipients}</td>
            <td>{d.accepted}</td>
            <td>{d.pending + d.sending + d.deferred}</td>
            <td>{d.failed + d.uncertain}</td>
          </tr>
        ))}
      </Table>
    </section>
  );
}

function Channels({ read: { forStaff } }: { readonly read: WindowInDetail }): JSX.Element | null {
  if (!forStaff || forStaff.channels.length === 0) return null;
  return (
    <section aria-labelledby="channels">
      <h2 id="channels">Beside the mails</h2>
      <ul>
        {forStaff.channels.map(({ channel, lastSuccessAt, lastError, failures }) => (
          <li key={channel}>
            {channel}: {lastSuccessAt === null ? 'not in step yet' : `in step as of ${utcText(lastSuccessAt)}`}
            {failures > 0 && lastError !== null ? `, failing: ${lastError}` : ''}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Timeline({
  lines,
  hasMore,
}: {
  readonly lines: readonly TimelineLine[];
  readonly hasMore: boolean;
}): JSX.Element {
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline">What happened</h2>
      <ol class="timeline">
        {lines.map((line) => (
          <li key={keyOf(line)}>
            <span class="muted">{utcText(line.at)}</span> {wordsOf(line)}
          </li>
        ))}
      </ol>
      {hasMore ? <p class="muted">The rest: the API and the command line have it page by page.</p> : null}
    </section>
  );
}

const isAnswer = (line: TimelineLine) => 'after' in line;

function keyOf(line: TimelineLine): string {
  return isAnswer(line)
    ? `answer ${String(line.after)} ${String(line.at)} ${describeAnswer(line)}`
    : `step ${String(line.sequence)}`;
}

function wordsOf(line: TimelineLine): string {
  return isAnswer(line) ? describeAnswer(line) : `${describeEvent(line.event)} (${actorInWords(line)}, ${line.door})`;
}
