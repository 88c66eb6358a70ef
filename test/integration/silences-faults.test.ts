import { silencePeriod } from '../../domain/channels/silence-period';
import { HOUR, MINUTE } from '../../domain/shared/time';
import { FAULTS } from '../../stand-ins/shared/faulty-routes';
import { readView } from '../../store/windows/silenced-window';
import { livesOf, liveUnderFaults, STEPS } from '../support/lives-under-faults';
import type { PublicLife } from '../support/public-life';
import { LATE_WRITE_MS, SERVICES, useSilences } from '../support/silences-world';
import { iso } from '../support/windows';

const RUNS = livesOf(40);

const world = useSilences();

const { announce, toStart, start, post, later, overrun, verify, complete, cancel, rolledBack, reschedule } = STEPS;
const extend = (life: PublicLife) =>
  life.give('extend', { end: iso(Math.max(life.now, life.slot.endsAt) + HOUR), reason: 'Parts.' });
/** Somebody ends all silences by hand, or a system starts anew without them. */
const expire = () => {
  for (const { id } of world.standIn.alertmanager.active()) world.standIn.alertmanager.expire(id);
  for (const { id } of world.standIn.pagerduty.ongoing()) world.standIn.pagerduty.end(id);
  return Promise.resolve();
};
const forget = () => {
  world.standIn.alertmanager.forget();
  world.standIn.pagerduty.forget();
  return Promise.resolve();
};

const BEGIN = [announce, toStart, start];
const LIVES = [
  BEGIN,
  [...BEGIN, later, extend],
  [...BEGIN, expire, extend, forget],
  [...BEGIN, forget, later, expire],
  [...BEGIN, extend, later, extend, post, verify, later, complete],
  [...BEGIN, overrun],
  [...BEGIN, overrun, extend],
  [...BEGIN, overrun, complete],
  [...BEGIN, later, cancel],
  [...BEGIN, cancel, later, rolledBack],
  [...BEGIN, complete],
  [announce, reschedule, toStart],
  [announce, cancel],
];

/** Exactly what is wanted is in effect now, each once and until the planned end, whatever else is kept. */
let silentAtTheEnd = 0;
async function check(reference: string): Promise<void> {
  const { time, standIn } = world;
  // what was on its way has arrived by now, and the next look has found it
  time.now += LATE_WRITE_MS + MINUTE;
  for (let tries = 0; 'behind' in (await world.converge(reference)); tries++) {
    if (tries > 5) throw new Error('it never converges');
    time.now += MINUTE;
  }
  const view = await readView(world.db, reference);
  if (!view) throw new Error('no such window');
  const { phase, startedAt, endedAt, spec } = view;
  const period = silencePeriod({ phase, startedAt, endedAt, slot: spec.slot }, 0, time.now);
  const isSilent = period.state === 'silent';
  if (isSilent) silentAtTheEnd += 1;
  // systems keep whole seconds
  const until = { endsAt: Math.floor(spec.slot.endsAt / 1_000) * 1_000 };
  expect(standIn.alertmanager.active()).toMatchObject(isSilent ? [until] : []);
  expect(standIn.pagerduty.ongoing()).toMatchObject(isSilent ? [{ ...until, services: [SERVICES.rack] }] : []);
  expect(standIn.alertmanager.isSilent({ instance: 'other:9100', datacenter: 'dc-1', rack: 'rack-a12' })).toBe(
    isSilent,
  );
  expect(standIn.alertmanager.isSilent({ instance: 'other:9100', datacenter: 'dc-1', rack: 'rack-a13' })).toBe(false);
  // nothing is pending for a time after the window either
  expect(standIn.alertmanager.silences().filter(({ endsAt }) => endsAt > spec.slot.endsAt)).toEqual([]);
}

test(`C8: ${String(RUNS)} lives under faults and kills: each silence exactly once in effect, none beyond the window`, async () => {
  await liveUnderFaults(RUNS, world, { lives: LIVES, faults: FAULTS, begin: () => ({}), check });
  // else the lives show nothing
  expect(silentAtTheEnd).toBeGreaterThan(RUNS / 8);
}, 300_000);
