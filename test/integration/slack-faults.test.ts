import { desiredThread } from '../../channels/slack/desired-thread';
import { FAULTS } from '../../stand-ins/slack/faults';
import { readInternalEntry } from '../../store/windows/internal-entry';
import { livesOf, liveUnderFaults, STEPS } from '../support/lives-under-faults';
import { useSlack } from '../support/slack-world';

const RUNS = livesOf(40);

const world = useSlack();

const { announce, toStart, start, post, later, overrun, complete, cancel, reschedule } = STEPS;
const LIVES = [
  [announce, toStart, start, later, post, complete],
  [announce, reschedule, toStart, start, overrun, complete],
  [announce, cancel],
  [later, cancel],
];

async function check(reference: string): Promise<void> {
  const entry = await readInternalEntry(world.db, reference);
  if (!entry) throw new Error('not on record');
  const desired = desiredThread(entry, world.looks);
  const { messages } = world.standIn;
  const firsts = world.firsts();
  expect(firsts).toMatchObject([{ text: desired.first.text, blocks: desired.first.blocks }]);
  const replies = messages.filter(({ thread_ts }) => thread_ts === firsts[0]?.ts);
  expect(replies).toHaveLength(messages.length - 1);
  // every update once, in order, and the list of customers after the announcement
  const expected = desired.replies.flatMap(({ sequence, listsCustomers }) => [
    `reply:${String(sequence)}.0`,
    ...(listsCustomers ? [`reply:${String(sequence)}.1`] : []),
  ]);
  expect(replies.map(({ metadata }) => metadata?.event_payload.key)).toEqual(expected);
}

test(`C4: ${String(RUNS)} lives under faults and kills: one thread, each update told once, the first message right`, async () => {
  await liveUnderFaults(RUNS, world, {
    lives: LIVES,
    // the one that is hardest to bear comes more often
    faults: [...FAULTS, 'late', 'late'],
    begin(chance) {
      world.standIn.known.dedupes = chance.percent(20);
      return { visibility: chance.pick(['public', 'private']) };
    },
    check,
  });
  expect(await world.db.selectFrom('channel_states').where('failures', '>', 0).selectAll().execute()).toEqual([]);
}, 300_000);
