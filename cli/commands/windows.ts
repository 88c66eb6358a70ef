import type { Delivery, Notices, Page, WindowDetails, WindowSummary } from '../api-types';
import type { Addition } from '../context';
import { instant, printable, table, type Output } from '../output';
import { noteMore, pages } from '../pages';
import { several, wholeNumber } from './options';
import { noticesText, windowText } from './window-text';

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

/** `windows`, `window`, `deliveries`: the state of windows. */
export const addWindows: Addition = (program, act) => {
  program
    .command('windows')
    .description('list windows, latest start first')
    .option('--phase <phases>', 'in one of these phases, such as announced,in-progress', several)
    .option('--class <classes>', 'of one of these classes: standard, expedited, emergency, or your own', several)
    .option('--change <id>', 'with this change behind it in another system, such as CHG0031337')
    .option('--location <path>', 'work in this location or below it, such as eu-1/dc-1')
    .option('--from <instant>', 'planned to start at or after this, such as 2026-12-01T00:00:00Z')
    .option('--to <instant>', 'planned to start before this')
    .option('--needs-attention', 'only windows that need attention')
    .option('-q, --query <text>', 'part of the title or the reference')
    .option('--limit <number>', 'the most to list', wholeNumber, 50)
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
    .description('show one window: its state, what comes next, its notices')
    .argument('<reference>', 'such as MW-2026-0001')
    .action(
      act(async ({ client, output }, [reference]: [string]) => {
        const window = await client.get<WindowDetails>(`/windows/${encodeURIComponent(reference)}`, { alerts: true });
        output.result(window, () => windowText(window, output));
      }),
    );

  program
    .command('deliveries')
    .description("list a window's deliveries with the mail servers' replies, and the progress of each notice")
    .argument('<reference>', 'such as MW-2026-0001')
    .option('--failed', 'only those that failed')
    .option('--state <state>', 'only those in this state')
    .option('--notice <name>', 'only those of this notice, such as reminder-7d')
    .option('--limit <number>', 'the most to list', wholeNumber, 1_000)
    .action(
      act(async ({ client, output }, [reference]: [string], options: DeliveriesOptions) => {
        const { failed, state, notice, limit } = options;
        const path = `/windows/${encodeURIComponent(reference)}`;
        const asked = { state: failed ? 'failed' : state, notice };
        const listed = await pages(limit, (page) =>
          client.get<Page<Delivery>>(`${path}/deliveries`, { ...asked, ...page }),
        );
        if (!output.json) {
          // on stderr, so that the list alone can be piped
          const notices = await client.get<Notices>(`${path}/notices`);
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
