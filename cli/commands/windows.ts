import type { Delivery, Page, WindowDetails, WindowSummary } from '../api-types';
import type { Addition } from '../context';
import { counted, figure, instant, printable, table, type Output } from '../output';
import { noteMore, pages } from '../pages';
import { several, wholeNumber } from './options';

interface ListOptions {
  readonly phase?: readonly string[];
  readonly class?: readonly string[];
  readonly location?: string;
  readonly from?: string;
  readonly to?: string;
  readonly needsAttention?: boolean;
  readonly query?: string;
  readonly limit: number;
}

interface DeliveriesOptions {
  readonly failed?: boolean;
  readonly state?: string;
  readonly notice?: string;
  readonly limit: number;
}

/** `windows`, `window`, `deliveries`: where things stand. */
export const addWindows: Addition = (program, act) => {
  program
    .command('windows')
    .description('list windows, latest start first')
    .option('--phase <phases>', 'in one of these phases, such as announced,in-progress', several)
    .option('--class <classes>', 'of one of these classes: standard, expedited, emergency', several)
    .option('--location <path>', 'work there or anywhere below it, such as eu-1/dc-1')
    .option('--from <instant>', 'planned starts from here on, such as 2026-12-01T00:00:00Z')
    .option('--to <instant>', 'planned starts before there')
    .option('--needs-attention', 'somebody has to look')
    .option('-q, --query <text>', 'part of the title or the reference')
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .action(
      act(async ({ client, output }, _args: [], { limit, query, needsAttention, ...filters }: ListOptions) => {
        const asked = { ...filters, q: query, needsAttention: needsAttention ? true : undefined };
        const listed = await pages(limit, (page) => client.get<Page<WindowSummary>>('/windows', { ...asked, ...page }));
        output.result(listed.items, () => windowsText(listed.items, output));
        noteMore(listed, limit, output);
      }),
    );

  program
    .command('window')
    .description('show one window: where it stands, what comes next, its notices')
    .argument('<reference>', 'such as MW-2026-0001')
    .action(
      act(async ({ client, output }, [reference]: [string]) => {
        const window = await client.get<WindowDetails>(`/windows/${encodeURIComponent(reference)}`);
        output.result(window, () => windowText(window, output));
      }),
    );

  program
    .command('deliveries')
    .description("list a window's deliveries with the mail servers' answers, and how far each notice is")
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--failed', 'only those that failed for good')
    .option('--state <state>', 'only those in this state')
    .option('--notice <name>', 'only those of this notice, such as reminder-7d')
    .option('--limit <number>', 'at most so many', wholeNumber, 1_000)
    .action(
      act(async ({ client, output }, [reference]: [string], options: DeliveriesOptions) => {
        const { failed, state, notice, limit } = options;
        const path = `/windows/${encodeURIComponent(reference)}`;
        const asked = { state: failed ? 'failed' : state, notice };
        const listed = await pages(limit, (page) =>
          client.get<Page<Delivery>>(`${path}/deliveries`, { ...asked, ...page }),
        );
        if (!output.json) {
          // beside the result, so that the list alone can be piped on
          const notices = await client.get<{ items: WindowDetails['notices'] }>(`${path}/notices`);
          if (notices.items.length > 0) output.note(noticesText(notices.items));
        }
        output.result(listed.items, () => deliveriesText(listed.items));
        noteMore(listed, limit, output);
      }),
    );
};

function windowsText(windows: readonly WindowSummary[], { style }: Output): string {
  if (windows.length === 0) return 'No window matches.';
  return table(
    ['REFERENCE', 'PHASE', 'START', 'TITLE', 'NEXT'],
    windows.map(({ reference, phase, slots, title, next, needsAttention }) => [
      style('bold', reference),
      needsAttention ? style('yellow', `${phase} !`) : phase,
      instant(slots[0]?.start),
      printable(title),
      next ? `${printable(next.what)}, ${instant(next.at)}` : '-',
    ]),
  );
}

function windowText(window: WindowDetails, { style }: Output): string {
  const { reference, title, phase, revision, slots, impact, attention, plan, notices, timeline, links } = window;
  const { conflicts = [], undo, verification } = window;
  const facts: [string, string | null][] = [
    ['Phase', `${phase}, revision ${String(revision)}`],
    ['Class', `${window.class}, ${window.reason}, ${window.visibility}`],
    ['Planned', slots.slice(0, 1).map(periodOf).join()],
    ['Alternate', alternateOf(window)],
    ['Approval', approvalOf(window)],
    ['Started', window.startedAt && instant(window.startedAt)],
    ['Ended', window.endedAt && instant(window.endedAt)],
    ['Cancelled', window.cancelledAt && instant(window.cancelledAt)],
    ['Impact', `${impact.level}, ${counted(impact.minutes, 'minute')}: ${impact.description}`],
    ['Contact', window.pointOfContact],
    ['Next', window.next && `${window.next.what}, ${instant(window.next.at)}`],
    ['Page', links.statusPage === null ? null : pageText(links)],
    ['Temporal', links.temporalUi],
  ];
  const shown = facts.flatMap(([name, value]) => (value === null ? [] : [[style('dim', name), printable(value)]]));
  const sections = [
    `${style('bold', reference)} ${printable(title)}\n${table([], shown)}`,
    ...attention.map(({ text, since }) => style('yellow', `! ${printable(text)} (since ${instant(since)})`)),
    ...(conflicts.length > 0 ? [`Conflicts\n${conflictsText(conflicts, style)}`] : []),
    ...(undo.length > 0 ? [`To undo\n${undoText(undo)}`] : []),
    ...(verification ? [`Verification\n${stepsText(verification)}`] : []),
    ...(plan.length > 0 ? [`Plan\n${planText(plan)}`] : []),
    ...(notices.length > 0 ? [`Notices\n${noticesText(notices)}`] : []),
    `Timeline\n${table(
      [],
      timeline.items.map(({ at, by, text }) => [instant(at), printable(by), printable(text)]),
    )}`,
  ];
  return sections.join('\n\n');
}

function periodOf({ start, end }: WindowDetails['slots'][number]): string {
  return `${instant(start)} to ${instant(end)}`;
}

/** The second night, and until when it can be chosen. */
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

function stepsText({ steps, monitorMinutes }: NonNullable<WindowDetails['verification']>): string {
  const monitored = monitorMinutes > 0 ? [`then watched for ${counted(monitorMinutes, 'minute')}`] : [];
  const lines = steps.map(({ text, done }, index) => `[${done ? 'x' : ' '}] ${String(index + 1)} ${printable(text)}`);
  return [...lines, ...monitored].join('\n');
}

/** The address of the page, and from when on it is public. */
export function pageText({ statusPage, statusPageFrom }: WindowDetails['links']): string {
  const from = statusPageFrom === null ? '' : ` (public from ${instant(statusPageFrom)})`;
  return `${statusPage ?? ''}${from}`;
}

/** Every notice still ahead: when, what and to how many. */
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

function noticesText(notices: WindowDetails['notices']): string {
  return table(
    [],
    notices.map(({ notice, revision, state, recipients, deliveries }) => [
      `${notice} r${String(revision)}`,
      state,
      `${figure(deliveries.accepted ?? 0)} of ${figure(recipients)} accepted`,
      Object.entries(deliveries)
        .filter(([name, count]) => name !== 'accepted' && count > 0)
        .map(([name, count]) => `${figure(count)} ${name}`)
        .join(', '),
    ]),
  );
}

function deliveriesText(deliveries: readonly Delivery[]): string {
  if (deliveries.length === 0) return 'No delivery matches.';
  return table(
    ['NOTICE', 'STATE', 'ORGANIZATION', 'TO', 'TRIES', 'SINCE', 'ANSWER'],
    deliveries.map((delivery) => [
      `${delivery.notice} r${String(delivery.revision)}`,
      delivery.state,
      delivery.organizationId,
      printable(delivery.address),
      String(delivery.attempts),
      instant(delivery.updatedAt),
      printable(delivery.reply ?? '-'),
    ]),
  );
}
