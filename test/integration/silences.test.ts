import { HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import { channelsInUse, channelsToUndo } from '../../composition/channels';
import { PublicLife } from '../support/public-life';
import { LATE_WRITE_MS, ORIGIN, SERVICES, useSilences } from '../support/silences-world';
import { iso } from '../support/windows';

/** The channel that keeps monitoring silent (C8), with a real database and a stand-in of each monitoring system. */

const world = useSilences();
const { time } = world;
const am = () => world.standIn.alertmanager;
const pd = () => world.standIn.pagerduty;

let made = 0;
/** A window in one rack, which has not begun. */
async function announced(body: object = {}): Promise<PublicLife & { reference: string }> {
  made += 1;
  const reference = `MW-2026-${String(made).padStart(4, '0')}`;
  const life = new PublicLife(world.db, { reference, now: time.now, body });
  await life.save();
  await life.announce();
  time.now = life.now;
  return Object.assign(life, { reference });
}

async function begun(body?: object) {
  const life = await announced(body);
  await life.start();
  time.now = life.now;
  return life;
}

async function passes(life: PublicLife, ms: number): Promise<void> {
  await life.advance(ms);
  time.now = life.now;
}

const rack = { instance: 'any:9100', datacenter: 'dc-1', rack: 'rack-a12' };

describe('C8: in step with the window', () => {
  it('is set at the actual start, prolonged by extend, and ended at completion', async () => {
    const life = await announced();
    expect(await world.converge(life.reference)).toEqual({ converged: true, calls: 0 });
    await life.toStart(-5 * MINUTE);
    time.now = life.now;
    // nobody has said "started": alerts are heard
    await world.converge(life.reference);
    expect(am().silences()).toEqual([]);
    await life.give('start');
    expect(await world.converge(life.reference)).toMatchObject({
      converged: true,
      calls: 4,
      lookAgainInMs: 2 * MINUTE,
    });
    const endsAt = Math.floor(life.slot.endsAt / SECOND) * SECOND;
    expect(am().active()).toMatchObject([
      {
        endsAt,
        startsAt: time.now,
        createdBy: 'Forewarn',
        comment: expect.stringContaining(`[forewarn ${ORIGIN} ${life.reference}]`) as string,
      },
    ]);
    expect(pd().ongoing()).toMatchObject([{ endsAt, services: [SERVICES.rack] }]);
    expect(am().isSilent(rack)).toBe(true);
    expect(am().isSilent({ ...rack, rack: 'rack-b01' })).toBe(false);
    const [before] = am().active();
    await life.give('extend', { end: iso(life.slot.endsAt + HOUR), reason: 'Parts.' });
    await world.converge(life.reference);
    // prolonged where it is: the same silence
    expect(am().active()).toMatchObject([{ id: before?.id, endsAt: endsAt + HOUR }]);
    expect(pd().ongoing()).toMatchObject([{ endsAt: endsAt + HOUR }]);
    await life.give('complete');
    expect(await world.converge(life.reference)).toMatchObject({ converged: true });
    expect(am().isSilent(rack)).toBe(false);
    expect(pd().ongoing()).toEqual([]);
    // and is left alone from then on
    expect(await world.converge(life.reference)).toEqual({ converged: true, calls: 0 });
  });

  it('lasts while the work is rolled back and ends with that, and without a word at the planned end by itself', async () => {
    const cancelled = await begun();
    await world.converge(cancelled.reference);
    await cancelled.give('cancel', { reason: 'Parts.' });
    await world.converge(cancelled.reference);
    expect([am().active(), pd().ongoing()]).toMatchObject([[{}], [{}]]);
    await cancelled.give('complete', { override: 'Looked at.' });
    await world.converge(cancelled.reference);
    expect([am().active(), pd().ongoing()]).toEqual([[], []]);
    const forgotten = await begun();
    const { endsAt } = forgotten.slot;
    await world.converge(forgotten.reference);
    expect(am().active()).toHaveLength(1);
    // no attempt comes any more, as when everything of ours is down
    time.now = endsAt;
    expect([am().active(), pd().ongoing()]).toEqual([[], []]);
  });

  it('is set before the planned start where so configured, and follows a new date', async () => {
    const life = await announced();
    const beforeMs = 15 * MINUTE;
    const { startsAt } = life.slot;
    expect(await world.converge(life.reference, { beforeMs })).toEqual({
      ...{ converged: true, calls: 0, lookAgainInMs: startsAt - beforeMs - time.now },
    });
    await life.toStart(beforeMs);
    time.now = life.now;
    await world.converge(life.reference, { beforeMs });
    expect(am().isSilent(rack)).toBe(true);
    await life.give('reschedule', { start: iso(startsAt + 4 * HOUR), end: iso(startsAt + 5 * HOUR), reason: 'Parts.' });
    expect(await world.converge(life.reference, { beforeMs })).toMatchObject({ lookAgainInMs: 4 * HOUR });
    expect(am().isSilent(rack)).toBe(false);
  });

  it('covers single resources by their label where the scope is not a whole location', async () => {
    const id = 'canary-eu-1-dc-1-rack-a12';
    await begun({ scope: { resources: [id] } }).then((life) => world.converge(life.reference));
    expect(am().isSilent({ instance: `${id}:9100` })).toBe(true);
    expect(am().isSilent({ instance: id })).toBe(true);
    expect(am().isSilent(rack)).toBe(false);
    expect(pd().windows()).toEqual([]);
  });

  it('of two windows on one rack each has its own: one that ends leaves the other silent', async () => {
    const one = await begun();
    const other = new PublicLife(world.db, { reference: 'MW-2026-0901', now: one.now - 15 * 24 * HOUR });
    await other.save();
    await other.start();
    await Promise.all([one.reference, 'MW-2026-0901'].map((reference) => world.converge(reference)));
    expect(am().active()).toHaveLength(2);
    await one.give('complete');
    await world.converge(one.reference);
    expect(am().isSilent(rack)).toBe(true);
    expect(pd().ongoing()).toHaveLength(1);
  });
});

describe('C8: edits by hand', () => {
  it('a silence that somebody ended is set again; that is said once, also when the answer was lost and the attempt is repeated', async () => {
    const life = await begun();
    await world.converge(life.reference);
    am().expire(am().active()[0]?.id ?? '');
    await passes(life, 2 * MINUTE);
    const said = await world.converge(life.reference);
    expect(said).toMatchObject({
      repaired: [
        expect.stringMatching(
          /^A silence at Alertmanager 127\.0\.0\.1:\d+ \(production\) had been ended before the time, or forgotten, and was set again\.$/,
        ),
      ],
    });
    expect(am().isSilent(rack)).toBe(true);
    // the same attempt once more, as after a lost answer
    expect(await world.converge(life.reference)).toHaveProperty('repaired', 'repaired' in said ? said.repaired : []);
    await passes(life, 2 * MINUTE);
    expect(await world.converge(life.reference)).not.toHaveProperty('repaired');
  });

  it('one that somebody shortened, widened or moved is put right', async () => {
    const life = await begun();
    await world.converge(life.reference);
    const [{ id, matchers, comment, createdBy, startsAt, endsAt } = {} as never] = am().active();
    const posted = { id, comment, createdBy, matchers, startsAt: iso(startsAt), endsAt: iso(time.now + MINUTE) };
    am().post(posted);
    await passes(life, 30 * SECOND);
    expect(await world.converge(life.reference)).toMatchObject({
      repaired: [expect.stringContaining('changed by hand')],
    });
    expect(am().active()).toMatchObject([{ endsAt }]);
    const everything = [{ name: 'alertname', value: '.+', isRegex: true, isEqual: true }];
    am().post({ ...posted, matchers: everything, endsAt: iso(endsAt) });
    await passes(life, 30 * SECOND);
    await world.converge(life.reference);
    expect(am().active()).toMatchObject([{ matchers, endsAt }]);
    expect(am().isSilent({ alertname: 'Elsewhere' })).toBe(false);
  });

  it('a system that has forgotten everything gets it again, and the other one is not touched', async () => {
    const life = await begun();
    await world.converge(life.reference);
    const [untouched] = pd().ongoing();
    am().forget();
    await passes(life, MINUTE);
    await world.converge(life.reference);
    expect(am().isSilent(rack)).toBe(true);
    expect(pd().windows()).toEqual([untouched]);
  });
});

describe('C8: when a system does not do what it should', () => {
  const outcomeOf = async (change: Parameters<typeof world.converge>[1]) => {
    const life = await begun();
    return (await world.converge(life.reference, change)) as { behind?: string; retryInMs?: number };
  };

  it.each([
    [
      'refuses the token',
      { alertmanager: { token: 'other' } },
      /Alertmanager .* does not accept the credentials \(401\)\. Correct its token/,
    ],
    [
      'is none',
      { alertmanager: { url: 'http://127.0.0.1:1' } },
      /cannot be reached \(ECONNREFUSED\)\. Check the network and its url in the file of FOREWARN_SILENCES/,
    ],
    [
      'has no such user',
      { pagerduty: { from: 'nobody@provider.example' } },
      /PagerDuty \(on-call\) refuses the request \(400\).*From header/,
    ],
    [
      'has no such service',
      { pagerduty: { services: { locations: { 'eu-1/dc-1/rack-a12': ['PNONE1'] }, resources: {} } } },
      /PagerDuty .*refuses the request \(400\).*Services are invalid/,
    ],
  ])(
    'one that %s is told of in words with the way out, and the other is in step all the same',
    async (_what, change, words) => {
      const { behind } = await outcomeOf(change);
      expect(behind).toMatch(words);
      expect(behind).not.toMatch(/canary/);
      const other = 'alertmanager' in change ? pd().ongoing() : am().active();
      expect(other).toHaveLength(1);
    },
  );

  it('an address behind which something else answers is named', async () => {
    const { behind } = await outcomeOf({ alertmanager: { url: `${pd().url}/nothing` } });
    expect(behind).toMatch(/Check its url|does not accept the credentials/);
  });

  it('too many requests: it waits as long as it is asked to', async () => {
    am().faults = ({ method }) => (method === 'POST' ? 'limit' : undefined);
    expect(await outcomeOf({})).toMatchObject({ behind: expect.stringContaining('429') as string, retryInMs: 7_000 });
  });

  it('a write that timed out after it took effect is found again, not doubled, and ends with the window', async () => {
    const life = await begun();
    am().faults = ({ method }) => (method === 'POST' ? 'hang-after' : undefined);
    expect(await world.converge(life.reference, { timeoutMs: 100 })).toHaveProperty('behind');
    am().faults = () => undefined;
    expect(await world.converge(life.reference)).toMatchObject({ converged: true });
    expect(am().active()).toHaveLength(1);
    await life.give('complete');
    await world.converge(life.reference);
    expect(am().active()).toEqual([]);
  });

  it('a write that arrives after the window is over is ended when it has come, and the channel waits for it', async () => {
    const life = await begun();
    am().faults = ({ method }) => (method === 'POST' ? 'late' : undefined);
    expect(await world.converge(life.reference)).toHaveProperty('behind');
    am().faults = () => undefined;
    await life.give('complete');
    const outcome = await world.converge(life.reference);
    expect(outcome).toMatchObject({ converged: true, lookAgainInMs: LATE_WRITE_MS });
    time.now += LATE_WRITE_MS;
    expect(am().active()).toHaveLength(1);
    expect(await world.converge(life.reference)).toMatchObject({ converged: true });
    expect(am().active()).toEqual([]);
    expect(await world.converge(life.reference)).toEqual({ converged: true, calls: 0 });
  });

  it('a page of a proxy in place of an answer ends nothing: it is tried again', async () => {
    const life = await begun();
    await world.converge(life.reference);
    am().faults = ({ method }) => (method === 'DELETE' ? 'html-before' : undefined);
    await life.give('complete');
    expect(await world.converge(life.reference)).toMatchObject({
      behind: expect.stringContaining('answered in another form than its own') as string,
    });
    expect(am().active()).toHaveLength(1);
    am().faults = () => undefined;
    await world.converge(life.reference);
    expect(am().active()).toEqual([]);
  });

  it('one that is down when the work ends is tried until its silence has ended', async () => {
    const life = await begun();
    await world.converge(life.reference);
    await life.give('complete');
    am().faults = () => 'error-before';
    expect(await world.converge(life.reference)).toHaveProperty('behind');
    expect(pd().ongoing()).toEqual([]);
    am().faults = ({ method }) => (method === 'DELETE' ? 'limit' : undefined);
    expect(await world.converge(life.reference)).toHaveProperty('behind');
    am().faults = () => undefined;
    await world.converge(life.reference);
    expect(am().active()).toEqual([]);
  });
});

test('C8: the doctor says which systems can be used, and which services are missing', async () => {
  const examined = await Promise.all(world.systems().map((system) => system.examine()));
  expect(examined.flat()).toEqual([
    {
      check: 'alertmanager',
      ok: true,
      text: expect.stringMatching(/^Alertmanager 127.* answers, version 0\.28\.1\.$/) as string,
    },
    { check: 'pagerduty', ok: true, text: 'PagerDuty (on-call) has all services of the mapping, 3.' },
  ]);
  const services = { locations: { 'eu-1': ['PNONE1'] }, resources: {} };
  const wrong = world.systems({ alertmanager: { token: 'other' }, pagerduty: { services } });
  expect((await Promise.all(wrong.map((system) => system.examine()))).flat()).toMatchObject([
    { ok: false, text: expect.stringContaining('does not accept the credentials') as string },
    {
      ok: false,
      text: 'PagerDuty (on-call) has no service PNONE1 (named by eu-1). Correct services in the file of FOREWARN_SILENCES.',
    },
  ]);
});

test('C8, L7: a channel that is not configured wakes nothing and is no part of a cancellation', async () => {
  expect(await channelsInUse(world.db, {})).not.toContain('silences');
  expect(channelsToUndo({})).toEqual([]);
  const silences = { beforeStartMinutes: 0, systems: {} };
  expect(channelsToUndo({ silences })).toEqual(['silences']);
  expect(await channelsInUse(world.db, { silences })).toEqual(['silences']);
});
