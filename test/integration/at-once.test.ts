import { DAY, HOUR, SECOND } from '../../domain/shared/time';
import { parseMessageId } from '../../domain/delivery/bounce';
import { createTimeline } from '../../store/windows/timeline';
import { createWindowsClient } from '../../temporal/windows-client';
import { openAtOnce } from '../support/fault-windows';
import type { RecordedMail } from '../support/recording-smtp';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';
import { openedEvent, openingBody, PLAIN_POLICY } from '../support/windows';

/** N14 with real processes, by the order in which the mail server accepts. */

const LARGE = 2_000;
const REMINDERS = 200;

jest.setTimeout(300_000);

const world = useStack({
  connections: 5,
  racks: [
    { count: LARGE, rack: 'rack-large', prefix: 'large-' },
    { count: 1, rack: 'rack-one', prefix: 'one-' },
    { count: 1, rack: 'rack-two', prefix: 'two-' },
  ],
});

const isOf = (reference: string, slug?: string) => (mail: RecordedMail) => {
  const named = parseMessageId(mail.messageId);
  return named?.reference === reference && (slug === undefined || named.slug === slug);
};

test('N14: a large notice, longer than one slice, does not delay a small one; everybody has it once', async () => {
  // five connections and four answers a message: some seconds more than a slice
  world.smtp.rules = { delayMs: 8 };
  const large = await openAtOnce(world.stack, 'rack-large');
  await world.smtp.whenAccepted(100);
  const small = await openAtOnce(world.stack, 'rack-one');
  const ofLarge = () => world.smtp.accepted.filter(isOf(large));
  await eventually('the small one is there', () => world.smtp.accepted.some(isOf(small)));
  expect(ofLarge().length).toBeLessThan(LARGE);
  await eventually('everybody has the large one', () => ofLarge().length >= LARGE, 120_000);
  expect(new Set(ofLarge().map(({ messageId }) => messageId)).size).toBe(LARGE);
  await eventually('the ledger says so', async () => {
    const { accepted } = await world.stack.db
      .selectFrom('deliveries')
      .innerJoin('notices', 'notices.id', 'deliveries.notice_id')
      .where('window_reference', '=', large)
      .where('deliveries.state', '=', 'accepted')
      .select(({ fn }) => fn.countAll<number>().as('accepted'))
      .executeTakeFirstOrThrow();
    return Number(accepted) === LARGE;
  });
  expect(ofLarge()).toHaveLength(LARGE);
});

test('N14: customers of an emergency have their mail before most of the reminders that fell due before it', async () => {
  const due = Date.now() + 10 * SECOND + REMINDERS * 100;
  const references = await openReminders(due);
  await eventually(
    'all are announced',
    () => world.smtp.accepted.filter(isSlug('announcement', references)).length === REMINDERS,
    120_000,
  );
  // what the machine was too slow to announce before is no reminder that falls due together
  const reminders = () => world.smtp.accepted.filter(isSlug('reminder-1d', references));
  world.smtp.rules = { delayMs: 20 };
  await eventually('the first reminders leave', () => reminders().length > 0, 120_000);
  const emergency = await openAtOnce(world.stack, 'rack-two');
  const openedAt = reminders().length;
  await eventually('the emergency is told', () => world.smtp.accepted.some(isOf(emergency)), 120_000);
  const overtaken = REMINDERS - reminders().length;
  expect(overtaken).toBeGreaterThan((REMINDERS - openedAt) / 2);
  await eventually('every reminder leaves', () => reminders().length === REMINDERS, 120_000);
});

const isSlug = (slug: string, references: ReadonlySet<string>) => (mail: RecordedMail) => {
  const named = parseMessageId(mail.messageId);
  return named?.slug === slug && references.has(named.reference);
};

/** Standard windows whose last reminder is due at `due`; without the spread that keeps such windows apart. */
async function openReminders(due: number): Promise<ReadonlySet<string>> {
  const windows = createWindowsClient({ connection: world.connection, namespace: 'default' });
  const timeline = createTimeline(world.stack.db);
  const references = Array.from({ length: REMINDERS }, (_, index) => `MW-2025-${String(1_000 + index)}`);
  const waiting = [...references];
  const opener = async (): Promise<void> => {
    for (let reference = waiting.pop(); reference !== undefined; reference = waiting.pop()) {
      const body = openingBody(
        { scope: { locations: ['eu-1/dc-1/rack-one'] } },
        { now: due + DAY, inMs: 0, lastsMs: HOUR },
      );
      const opened = openedEvent(body, { now: Date.now(), reference, policy: PLAIN_POLICY });
      await timeline.record({ reference, events: [opened] });
      await windows.open(opened);
    }
  };
  await Promise.all(Array.from({ length: 10 }, opener));
  return new Set(references);
}
