import type { WindowDetails } from '../api-types';
import { progressText } from './work-text';
import { counted, figure, instant, printable, table, type Output } from '../output';

/** One window as people read it: its state, what needs attention, the plan and what happened. */
export function windowText(window: WindowDetails, { style }: Output): string {
  const { reference, title, phase, revision, slots, impact, attention, plan, notices, timeline, links } = window;
  const { conflicts = [], channels = [], undo, verification, work } = window;
  const facts: [string, string | null][] = [
    ['Phase', `${phase}, revision ${String(revision)}`],
    ['Class', `${classOf(window)}, ${window.reason}, ${window.visibility}`],
    ['Planned', slots.slice(0, 1).map(periodOf).join()],
    ['Alternate', alternateOf(window)],
    ['Approval', approvalOf(window)],
    ['Started', window.startedAt && instant(window.startedAt)],
    [window.rollBack ? 'Rolled back' : 'Ended', window.endedAt && instant(window.endedAt)],
    ['Called off', window.rollBack && `${instant(window.rollBack.begunAt)}: ${window.rollBack.because}`],
    ['Degraded', degradedText(window)],
    ['Cancelled', window.cancelledAt && instant(window.cancelledAt)],
    ['Impact', `${impact.level}, ${counted(impact.minutes, 'minute')}: ${impact.description}`],
    ['Contact', window.pointOfContact],
    [
      'Changes',
      window.references
        ? window.references.map(({ system, id, url }) => [system, id, url].join(' ').trim()).join(', ')
        : null,
    ],
    ['Answers', answersOf(window)],
    ['Next', window.next && `${window.next.what}, ${instant(window.next.at)}`],
    ['Page', links.statusPage === null ? null : pageText(links)],
    ['Temporal', links.temporalUi],
  ];
  const shown = facts.flatMap(([name, value]) => (value === null ? [] : [[style('dim', name), printable(value)]]));
  const sections = [
    `${style('bold', reference)} ${printable(title)}\n${table([], shown)}`,
    ...attention.map(({ text, since }) => style('yellow', `! ${printable(text)} (since ${instant(since)})`)),
    ...[...untoldText(window), ...languagesText(window)].map((text) => style('yellow', `! ${text}`)),
    ...(conflicts.length > 0 ? [`Conflicts\n${conflictsText(conflicts, style)}`] : []),
    ...(undo.length > 0 ? [`To undo\n${undoText(undo)}`] : []),
    ...(work ? [`Work\n${workText(work, style)}`] : []),
    ...(verification ? [`Verification\n${stepsText(verification)}`] : []),
    ...(plan.length > 0 ? [`Plan\n${planText(plan)}`] : []),
    ...(notices.length > 0 ? [`Notices\n${noticesText(notices)}`] : []),
    ...otherAlertsText(window, style),
    ...(channels.length > 0 ? [`Channels\n${channelsText(channels, style)}`] : []),
    `Timeline\n${table(
      [],
      timeline.items.map(({ at, text, ...line }) => [instant(at), printable(whoText(line)), printable(text)]),
    )}`,
  ];
  return sections.join('\n\n');
}

function whoText({ by, onBehalfOf }: Pick<WindowDetails['timeline']['items'][number], 'by' | 'onBehalfOf'>): string {
  return onBehalfOf === undefined ? by : `${by}, on behalf of ${onBehalfOf}`;
}

/** Customers that nobody can be told for (N13); nothing when there are none. */
export function untoldText({ untold = [], untoldCount = 0 }: Untold): string[] {
  if (untoldCount === 0) return [];
  const named = untold.map(({ name, text }) => `${name} (${text})`).join(', ');
  const more = untoldCount > untold.length ? ` and ${figure(untoldCount - untold.length)} more` : '';
  return [`Nobody can be told for ${counted(untoldCount, 'customer')}: ${printable(named)}${more}`];
}

/** Languages that customers read, and what of the window is not in them (N4); nothing when all of it is. */
export function languagesText({ languages = [] }: Partial<Pick<WindowDetails, 'languages'>>): string[] {
  return languages.flatMap(({ missing, text }) => (missing.length > 0 ? [printable(text)] : []));
}

type Untold = Partial<Pick<WindowDetails, 'untold' | 'untoldCount'>>;

function periodOf({ start, end }: WindowDetails['slots'][number]): string {
  return `${instant(start)} to ${instant(end)}`;
}

/** The second night, and the deadline for choosing it. */
function alternateOf({ slots: [, second], decideBy }: WindowDetails): string | null {
  return second ? `${periodOf(second)}, to be decided by ${instant(decideBy)}` : null;
}

function approvalOf({ approval, revision }: WindowDetails): string | null {
  if (!approval) return null;
  const { approvedRevision, approvedBy, authors } = approval;
  const drawnUp = `drawn up by ${authors.join(', ')}`;
  if (approvedRevision === 0) return `not yet; ${drawnUp}`;
  const older = approvedRevision < revision ? `, the window is at ${String(revision)}` : '';
  return `revision ${String(approvedRevision)} by ${approvedBy ?? 'somebody'}${older}; ${drawnUp}`;
}

/** Recipients' answers to the calendar invitation; nothing before the first answer. */
function answersOf({ answers }: WindowDetails): string | null {
  if (!answers) return null;
  const given = Object.entries(answers).filter(([, count]) => count > 0);
  return given.length === 0 ? null : given.map(([answer, count]) => `${figure(count)} ${answer}`).join(', ');
}

function channelsText(channels: NonNullable<WindowDetails['channels']>, style: Output['style']): string {
  return table(
    [],
    channels.map(({ channel, lastSuccessAt, lastError, lastErrorAt, failures, drift }) => [
      channel,
      failures === 0 ? 'in step' : style('yellow', `behind, ${counted(failures, 'failure')} in a row`),
      lastSuccessAt === null ? '' : `last success ${instant(lastSuccessAt)}`,
      failures === 0 || lastError === null
        ? printable(drift.join(' '))
        : printable(`${instant(lastErrorAt)}: ${lastError}`),
    ]),
  );
}

/** What fires during the work and does not belong to it; nothing where that was not asked. */
function otherAlertsText({ otherAlerts }: WindowDetails, style: Output['style']): string[] {
  if (!otherAlerts) return [];
  const { firing, count, unasked } = otherAlerts;
  const lines = firing.map(({ since, text, system }) => [
    instant(since),
    style('yellow', printable(text)),
    printable(system),
  ]);
  const more = count > firing.length ? [`and ${figure(count - firing.length)} more`] : [];
  const wrong = unasked.map((text) => style('yellow', `! ${printable(text)}`));
  const none = count === 0 && unasked.length === 0 ? ['nothing beyond the work fires'] : [];
  return [['Other alerts', ...(lines.length > 0 ? [table([], lines)] : []), ...more, ...none, ...wrong].join('\n')];
}

function conflictsText(conflicts: NonNullable<WindowDetails['conflicts']>, style: Output['style']): string {
  return conflicts
    .map(({ text, blocking }) => (blocking ? style('yellow', `! ${printable(text)}`) : `  ${printable(text)}`))
    .join('\n');
}

function undoText(undo: WindowDetails['undo']): string {
  return table(
    ['ITEM', 'STATE', ''],
    undo.map(({ id, state, text }) => [id, state, printable(text)]),
  );
}

/** `[=====     ] 14 of 20 done, 2 under way, 4 due`, and what else there is to know. */
function workText(work: NonNullable<WindowDetails['work']>, style: Output['style']): string {
  const { state, because, selfServiceUntil, plan, counts, total } = work;
  const standing = state && `${state}${because ? `: ${printable(because)}` : ''}`;
  const needsPerson = state === 'waiting' || state === 'stopped';
  const lines = [
    progressText({ counts, total }),
    standing && (needsPerson ? style('yellow', `! ${standing}`) : standing),
    plan && (plan.executor === undefined ? plan.mode : `${plan.mode}, by ${printable(plan.executor)}`),
    selfServiceUntil && `customers can do it themselves until ${instant(selfServiceUntil)}`,
  ];
  return lines.filter((line) => typeof line === 'string').join('\n');
}

/** Since when, and until when, its result was bad. */
function degradedText({ degradation }: WindowDetails): string | null {
  if (!degradation) return null;
  const { begunAt, endedAt, because } = degradation;
  const until = endedAt === null ? '' : ` to ${instant(endedAt)}`;
  return `${instant(begunAt)}${until}${because === '' ? '' : `: ${because}`}`;
}

function stepsText({ steps, monitorMinutes, monitor }: NonNullable<WindowDetails['verification']>): string {
  const by = monitor?.probe === undefined ? '' : ` by the probe ${printable(monitor.probe)}`;
  const monitored = [
    ...(monitorMinutes > 0 ? [`then watched for ${counted(monitorMinutes, 'minute')}${by}`] : []),
    ...(monitor?.query ? [queryText(monitor.query, monitor.value)] : []),
  ];
  const lines = steps.map(({ text, done }, index) => `[${done ? 'x' : ' '}] ${String(index + 1)} ${printable(text)}`);
  return [...lines, ...monitored].join('\n');
}

type Monitored = NonNullable<NonNullable<WindowDetails['verification']>['monitor']>;

/** `p95 latency: 212 ms, good (below 400 ms), entered 2026-…`. */
function queryText({ name, unit, below, above }: NonNullable<Monitored['query']>, value: Monitored['value']): string {
  const of = unit === undefined ? '' : ` ${printable(unit)}`;
  const bounds = [
    ...(above === undefined ? [] : [`above ${String(above)}`]),
    ...(below === undefined ? [] : [`below ${String(below)}`]),
  ];
  const good = `${bounds.join(' and ')}${of}`;
  if (!value) return `${printable(name)}: no value entered yet, good is ${good}`;
  const verdict = value.isGood ? 'good' : 'bad';
  return `${printable(name)}: ${String(value.value)}${of}, ${verdict} (${good}), entered ${instant(value.at)}`;
}

/** The address of the page, and from when it is public. */
export function pageText({ statusPage, statusPageFrom }: WindowDetails['links']): string {
  const from = statusPageFrom === null ? '' : ` (public from ${instant(statusPageFrom)})`;
  return `${statusPage ?? ''}${from}`;
}

/** Every notice still to come: when, what and to how many. */
export function planText(plan: WindowDetails['plan']): string {
  return table(
    [],
    plan.map(({ kind, at, organizations, recipients }) => [
      instant(at),
      kind,
      organizations === undefined || recipients === undefined
        ? ''
        : `${counted(organizations, 'organization')}, ${counted(recipients, 'recipient')}`,
    ]),
  );
}

/** Each notice and its progress. */
export function noticesText(notices: WindowDetails['notices']): string {
  return table(
    [],
    notices.map(({ notice, revision, state, recipients, deliveries }) => [
      `${notice} r${String(revision)}`,
      state,
      `${figure(deliveries.accepted)} of ${figure(recipients)} accepted`,
      Object.entries(deliveries)
        .filter(([name, count]) => name !== 'accepted' && count > 0)
        .map(([name, count]) => `${figure(count)} ${name}`)
        .join(', '),
    ]),
  );
}

/** `night-work (like standard)`, where the class is one of the provider's own. */
function classOf({ class: base, className }: WindowDetails): string {
  return className === undefined ? base : `${className} (like ${base})`;
}
