import { SECOND } from '../../domain/shared/time';
import { parseMessageId } from '../../domain/delivery/bounce';
import { openAtOnce, openDueAt } from '../support/fault-windows';
import type { RecordedMail } from '../support/recording-smtp';
import { eventually } from '../support/stack';
import { useStack } from '../support/use-stack';

/** N14 with real processes, by the order in which the mail server accepts. */

const LARGE = 2_000;
const DUE = Number(process.env.FOREWARN_TEST_WINDOWS ?? 60);

jest.setTimeout(600_000);

const world = useStack({
  connections: 5,
  racks: [
    { count: LARGE, rack: 'rack-large', prefix: 'large-' },
    { count: 1, rack: 'rack-one', prefix: 'one-' },
    { count: 1, rack: 'rack-two', prefix: 'two-' },
  ],
});

const isOf = (reference: string) => (mail: RecordedMail) => parseMessageId(mail.messageId)?.reference === reference;

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
    return accepted === LARGE;
  });
  expect(ofLarge()).toHaveLength(LARGE);
});

test('N14: customers of an emergency have their mail before most of the notices that fell due before it', async () => {
  const references = new Set(
    await openDueAt(world.stack, world.connection, {
      ...{ at: Date.now() + 10 * SECOND + DUE * 50, count: DUE, rack: 'rack-one', first: 1_000 },
    }),
  );
  const due = () =>
    world.smtp.accepted.filter(({ messageId }) => references.has(parseMessageId(messageId)?.reference ?? ''));
  world.smtp.rules = { delayMs: 20 };
  await eventually('the first of them leave', () => due().length > 0, 120_000);
  const emergency = await openAtOnce(world.stack, 'rack-two');
  const before = due().length;
  await eventually('the emergency is told', () => world.smtp.accepted.some(isOf(emergency)), 120_000);
  const after = due().length;
  expect(DUE - after).toBeGreaterThan((DUE - before) / 2);
  await eventually('every one leaves', () => due().length === DUE, 240_000);
});
