import { inspect } from 'node:util';
import { examineStatuspage } from '../../channels/statuspage/doctor';
import { createStatuspageApiClient } from '../../channels/statuspage/statuspage-api-client';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';
import { USUAL } from '../../stand-ins/statuspage/model';
import { HOUR } from '../../domain/shared/time';
import { openDatabase } from '../../store/database/database';
import { createRequestSlots } from '../../store/channels/request-slots';
import { behind, useFollowed } from '../support/followed';
import { forewarn } from '../support/terminal';
import { KEY, MAPPING, PAGE, LATE_WRITE_MS, useStatuspage } from '../support/statuspage-world';
import { iso } from '../support/windows';

const world = useStatuspage();
const { follow, announced, stateOf } = useFollowed(world);

beforeEach(async () => {
  world.standIn.switches = USUAL;
  await world.map(MAPPING);
});

const entries = () => world.standIn.incidents();
const entry = () => {
  const [only, ...others] = entries();
  if (!only || others.length > 0) throw new Error(`there are ${String(entries().length)} entries`);
  return only;
};
const bodies = () => world.standIn.notices.map(({ body }) => body.split('\n')[0]);

describe('C3: a window and its entry', () => {
  test('from announcement to completion: in step at every phase, components set and restored', async () => {
    const followed = await announced();
    const { reference, life } = followed;
    const { startsAt, endsAt } = life.slot;
    expect(entry()).toMatchObject({
      name: `Replace the power distribution unit of rack A12 [${reference}]`,
      status: 'scheduled',
      impact: 'maintenance',
      ...{ scheduledFor: startsAt, scheduledUntil: endsAt, componentIds: ['vienna1'] },
      // our clock alone
      ...{ autoInProgress: false, autoCompleted: false, remindPrior: false },
    });
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });

    expect(await followed.does((it) => it.start())).toEqual({ converged: true, calls: 2 });
    expect(entry().status).toBe('in_progress');
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'under_maintenance', vienna2: 'operational' });
    await followed.does((it) => it.give('post', { message: 'Half is done.' }));
    await followed.does((it) => it.give('verify'));
    expect(entry().status).toBe('verifying');
    await followed.does((it) => it.advance(3 * HOUR));
    // overdue: never moved back
    expect(entry().status).toBe('verifying');
    await followed.does((it) => it.give('complete', { message: 'All is back.', customerImpactMinutes: 12 }));

    expect(entry().status).toBe('completed');
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });
    expect(bodies()).toEqual([
      expect.stringMatching(/^Planned maintenance: /) as string,
      'The work has started.',
      'Half is done.',
      'The work is done and we are checking the result.',
      'The planned end has passed and we are still working on it.',
      'All is back.',
    ]);
    const state = await stateOf(reference);
    expect(state).toMatchObject({ failures: 0, last_error: null, outside: { done: true, held: [] } });
    expect(state?.converged_sequence).toBeGreaterThan(5);
    expect(await followed.converge()).toEqual({ converged: true, calls: 0 });
  });

  test('E3: a bad result is an update that sets the components, and they go back when it is good again', async () => {
    const query = { name: 'p95 latency', unit: 'ms', below: 400 };
    const followed = follow({ verification: { steps: [], monitorMinutes: 60, monitor: { query } } });
    await followed.does((life) => life.start());
    await followed.does((life) => life.give('complete'));
    expect(await stateOf(followed.reference)).toMatchObject({ outside: { done: true } });
    await followed.does((life) => life.give('enterValue', { value: 900 }));
    // an entry is never moved back
    expect(entry().status).toBe('completed');
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'degraded_performance', vienna2: 'operational' });
    await followed.does((life) => life.give('complete'));
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });
    expect(bodies().slice(2)).toEqual([
      'The work is complete.',
      expect.stringContaining('do not run as well as they should') as string,
      'Services are back to normal.',
    ]);
    expect(await stateOf(followed.reference)).toMatchObject({ failures: 0, outside: { done: true, held: [] } });
    expect(await followed.converge()).toEqual({ converged: true, calls: 0 });
  });

  test('N7: nothing leaves for a private window or one not announced', async () => {
    const before = world.standIn.arrivals.length;
    const secret = follow({ visibility: 'private' });
    expect(await secret.does((life) => life.start())).toEqual({ converged: true, calls: 0 });
    const early = follow();
    expect(await early.does((life) => life.save())).toEqual({ converged: true, calls: 0 });
    expect(world.standIn.arrivals).toHaveLength(before);
  });

  test('a progress update for the page alone stands there and is sent to nobody', async () => {
    const followed = follow();
    await followed.does((life) => life.start());
    const before = bodies().length;
    await followed.does((life) => life.give('post', { message: 'Half is done.', notify: false }));
    expect(entry().updates[0]).toMatchObject({ body: 'Half is done.', delivers: false });
    expect(bodies()).toHaveLength(before);
    await followed.does((life) => life.give('post', { message: 'Nearly done.' }));
    expect(bodies().at(-1)).toBe('Nearly done.');
  });

  test('N9: a date that was overtaken before the page had it is never told', async () => {
    const followed = follow();
    await followed.life.announce();
    const { startsAt, endsAt } = followed.life.slot;
    const to = { start: iso(startsAt + HOUR), end: iso(endsAt + HOUR) };
    await followed.does((life) => life.give('reschedule', { ...to, reason: 'Parts.' }));
    expect(entry()).toMatchObject({ scheduledFor: startsAt + HOUR, status: 'scheduled' });
    expect(bodies()).toHaveLength(1);
    await followed.does((life) =>
      life.give('reschedule', {
        ...{ start: iso(startsAt + 2 * HOUR), end: iso(endsAt + 2 * HOUR) },
        reason: 'Parts again.',
      }),
    );
    expect(entry().scheduledFor).toBe(startsAt + 2 * HOUR);
    expect(bodies()[1]).toMatch(/^Moved from /);
  });

  test('a cancellation is told on the entry; where there is none, nothing is made', async () => {
    const followed = await announced();
    world.standIn.setStatus('vienna1', 'partial_outage');
    await followed.does((life) => life.give('cancel', { reason: 'The parts are late.' }));
    expect(entry().status).toBe('completed');
    expect(bodies()[1]).toBe('This maintenance has been cancelled.');
    // never started, so never ours to change
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'partial_outage' });

    const unseen = follow();
    await unseen.life.announce();
    expect(await unseen.does((life) => life.give('cancel', { reason: 'No.' }))).toMatchObject({ converged: true });
    expect(entries()).toHaveLength(1);
  });

  test('an emergency is an incident that says how bad it is', async () => {
    const followed = follow({ ...EMERGENCY });
    await followed.does((life) => life.save());
    expect(entry()).toMatchObject({ status: 'identified', impact: 'critical', scheduledFor: null });
    await followed.does((life) => life.give('start'));
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'major_outage' });
    await followed.does((life) => life.give('verify'));
    expect(entry().status).toBe('monitoring');
    await followed.does((life) => life.give('complete'));
    expect(entry().status).toBe('resolved');
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });
  });

  test('a component stays as long as another running window needs it', async () => {
    const [one, other] = [await announced(), await announced()];
    await one.does((life) => life.start());
    await other.does((life) => life.start());
    await one.does((life) => life.give('complete'));
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'under_maintenance' });
    await other.does((life) => life.give('complete'));
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });
  });
});

const EMERGENCY = {
  class: 'emergency',
  emergency: {
    trigger: 'security-patch',
    necessity: 'The fault is being exploited.',
    risk: 'The reboot may take longer on older hosts.',
    mitigation: 'Hosts are drained first.',
  },
} as const;

describe('C3: edits by hand', () => {
  test('are seen on the next look, said in words without the texts, and undone without telling anybody', async () => {
    const followed = await announced();
    const { id, name, scheduledFor } = entry();
    const until = iso(followed.life.slot.endsAt + HOUR);
    world.standIn.edit(id, { name: 'Something else', scheduled_until: until, scheduled_auto_in_progress: true });
    world.standIn.edit(id, { component_ids: ['america'] });
    expect(await followed.converge()).toEqual({
      converged: true,
      calls: 2,
      drift: [
        'The name was changed by hand.',
        'The planned times were changed by hand.',
        "Statuspage's own clock was switched on by hand.",
        'The affected components were changed by hand.',
      ],
    });
    expect(entry()).toMatchObject({ name, scheduledFor, autoInProgress: false, componentIds: ['vienna1'] });
    expect(await followed.converge()).toEqual({ converged: true, calls: 1 });
    expect(bodies()).toHaveLength(1);
  });

  test('of a component during the work are undone', async () => {
    const followed = await announced();
    await followed.does((life) => life.start());
    world.standIn.setStatus('vienna1', 'operational');
    expect(await followed.converge()).toMatchObject({
      drift: ['The status of component vienna1 was changed by hand.'],
    });
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'under_maintenance' });
  });

  test('are left and reported where so configured', async () => {
    await world.map({ ...MAPPING, drift: 'report' });
    const followed = await announced();
    world.standIn.edit(entry().id, { name: 'Something else' });
    const drift = ['The name was changed by hand.'];
    expect(await followed.converge()).toEqual({ converged: true, calls: 1, drift });
    expect(entry().name).toBe('Something else');
    // the window's own steps go on
    expect(await followed.does((life) => life.start())).toMatchObject({ converged: true, drift });
    expect(entry().status).toBe('in_progress');
    world.standIn.setStatus('vienna1', 'major_outage');
    await followed.does((life) => life.give('complete'));
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'major_outage' });
  });

  test('an entry moved on by hand is never moved back', async () => {
    const followed = await announced();
    world.standIn.edit(entry().id, { status: 'verifying', body: 'Nearly.', deliver_notifications: false });
    expect(await followed.converge()).toMatchObject({
      drift: ['The entry was moved on by hand to "verifying"; it is left there.'],
    });
    await followed.does((life) => life.start());
    expect(entry().status).toBe('verifying');
    expect(bodies()[1]).toBe('The work has started.');
  });

  test('an entry that was deleted is made anew, and what was told is not told again', async () => {
    const followed = await announced();
    await followed.does((life) => life.start());
    world.standIn.remove(entry().id);
    expect(await followed.converge()).toMatchObject({
      converged: true,
      drift: ['The entry was deleted by hand.', expect.stringContaining('moved back') as string],
    });
    expect(entry().status).toBe('in_progress');
    expect(bodies()).toHaveLength(2);
    await followed.does((life) => life.give('complete'));
    expect(bodies()).toHaveLength(3);
    expect(world.standIn.statuses()).toMatchObject({ vienna1: 'operational' });
  });

  test('a changed mapping is no edit by hand', async () => {
    const followed = await announced();
    await world.map({ locations: { 'eu-1': ['vienna1', 'vienna2'] } });
    expect(await followed.converge()).toEqual({ converged: true, calls: 3 });
    expect(entry().componentIds).toEqual(['vienna1', 'vienna2']);
  });
});

test('C3: an entry of another installation on the same page is left alone', async () => {
  const followed = follow();
  const marker = { window_id: followed.reference, origin: 'https://staging.provider.example', last_step: 2 };
  const fields = { name: 'Of staging', deliver_notifications: false, metadata: { forewarn: marker } };
  const times = { scheduled_for: iso(world.time.now + HOUR), scheduled_until: iso(world.time.now + 2 * HOUR) };
  await world.client().create(() => Promise.resolve({ ...fields, ...times }));
  await followed.does((life) => life.announce());
  expect(entries().map(({ name }) => name)).toEqual([expect.stringContaining(followed.reference), 'Of staging']);
});

describe('forewarn doctor statuspage', () => {
  const examine = async (change: Parameters<typeof world.client>[0] = {}) =>
    (await examineStatuspage(world.client(change), world.mapFile())).map(
      ({ check, ok, text }) => `${ok ? 'ok' : 'wrong'} ${check}: ${text.replace(world.mapFile(), 'map.json')}`,
    );

  test('says in a line each what can be used', async () => {
    expect(await examine()).toEqual([
      `ok key and page: The key opens page ${PAGE} (Statuspage stand-in).`,
      'ok mapping file: map.json: 3 places and kinds, 3 components; edits by hand: repair.',
      'ok components: All 3 components of the mapping are on the page, which has 4.',
    ]);
  });

  test('says what cannot, and the way out', async () => {
    await world.map({ locations: { 'eu-1': ['europe'], 'eu-1/dc-1': ['vienna9'] } });
    expect((await examine())[2]).toBe(
      'wrong components: europe (named by eu-1) is a group, whose status cannot be set; ' +
        'vienna9 (named by eu-1/dc-1) is not on the page. Correct the mapping file.',
    );
    await world.map('{');
    expect(await examine({ key: 'wrong-key-77aa' })).toEqual([
      'wrong key and page: Statuspage does not accept the key (401: Could not authenticate). Correct FOREWARN_STATUSPAGE_KEY.',
      'wrong mapping file: The mapping file map.json is not JSON. docs/statuspage.md shows one.',
    ]);
    world.standIn.faults = () => 'html-before';
    expect((await examine())[0]).toContain('answered 200 without JSON');
  });

  test('on the command line: a line each, and 1 when something is wrong', async () => {
    const findings = [
      { check: 'key and page', ok: true, text: 'The key opens it.' },
      { check: 'components', ok: false, text: 'vienna9 is not on the page.' },
    ];
    let examination: unknown = { configured: true, findings };
    const api = await serveOnLoopback((_request, response) => void response.end(JSON.stringify(examination)));
    const env = { FOREWARN_URL: api.origin, FOREWARN_TOKEN: 'fw_test' };
    const wrong = await forewarn(['doctor', 'statuspage'], { env });
    examination = { configured: false, findings: [] };
    const none = await forewarn(['doctor', 'statuspage'], { env });
    await api.close();
    expect([wrong.code, wrong.stdout]).toEqual([
      1,
      'ok     key and page: The key opens it.\nwrong  components: vienna9 is not on the page.\n',
    ]);
    expect([none.code, none.stdout]).toEqual([0, expect.stringMatching(/^Statuspage is not configured: /) as string]);
  });
});

describe('C7: what stands in the way is said and goes by itself', () => {
  test('a component that the page does not have, before anything is made', async () => {
    await world.map({ locations: { 'eu-1/dc-1': ['vienna9'] } });
    const followed = follow();
    const outcome = await followed.does((life) => life.announce());
    expect(behind(outcome)).toBe(
      'The mapping file names component vienna9, which the page does not have. Correct FOREWARN_STATUSPAGE_MAP.',
    );
    expect(entries()).toEqual([]);
    expect(await stateOf(followed.reference)).toMatchObject({ failures: 1, last_error: behind(outcome) });
    await world.map(MAPPING);
    expect(await followed.converge()).toMatchObject({ converged: true });
    expect(await stateOf(followed.reference)).toMatchObject({ failures: 0 });
  });

  test.each([
    ['a group', { locations: { 'eu-1': ['europe'] } }, 'is a group'],
    ['a mapping that is not JSON', '{', 'is not JSON'],
    ['a mapping with a wrong field', { places: {} }, 'cannot be used'],
  ])('%s', async (_name, mapping, words) => {
    await world.map(mapping);
    const followed = follow();
    expect(behind(await followed.does((life) => life.announce()))).toContain(words);
  });

  test('a wrong key, a wrong page, HTML, and nobody there', async () => {
    const followed = follow();
    await followed.life.announce();
    const html = await serveOnLoopback((_request, response) => void response.end('<h1>Sign in</h1>'));
    const tries = [
      { key: 'wrong-key-77aa' },
      { page: 'zz00zz00zz00' },
      { url: html.origin },
      { url: 'http://127.0.0.1:1/v1' },
    ];
    const said = [];
    for (const change of tries) said.push(behind(await followed.converge(world.channel(change))));
    await html.close();
    expect(said).toEqual([
      'Statuspage does not accept the key (401: Could not authenticate). Correct FOREWARN_STATUSPAGE_KEY.',
      'Statuspage has no such page or entry (404: Record not found). Check FOREWARN_STATUSPAGE_PAGE, now zz00zz00zz00.',
      'Statuspage answered 200 without JSON. Check FOREWARN_STATUSPAGE_URL, and what stands in between.',
      'Statuspage cannot be reached (ECONNREFUSED). Check the network and FOREWARN_STATUSPAGE_URL.',
    ]);
    expect(await stateOf(followed.reference)).toMatchObject({ failures: 4 });
  });

  test('a refusal names the field, whatever the form of the error', async () => {
    const client = world.client();
    for (const errorForm of ['text', 'list', 'fields'] as const) {
      world.standIn.switches = { ...USUAL, errorForm };
      const create = client.create(() => Promise.resolve({ name: '', deliver_notifications: false }));
      await expect(create).rejects.toThrow("Statuspage refuses the entry (422: name can't be blank");
    }
  });

  test('the key is in no error, however deep one looks', async () => {
    const failures = [];
    for (const fault of ['error-before', 'reset-before', 'hang-before', 'html-before', 'limit-420'] as const) {
      world.standIn.faults = () => fault;
      failures.push(
        await world
          .client({ timeoutMs: 100 })
          .page()
          .catch((error: unknown) => error),
      );
    }
    expect(failures).toHaveLength(5);
    expect(inspect(failures, { depth: 20, showHidden: true })).not.toContain(KEY);
  });

  test('two attempts at once: one writes', async () => {
    const followed = follow();
    await followed.life.announce();
    const outcomes = await Promise.all([followed.converge(), followed.converge(), followed.converge()]);
    expect(outcomes.some((outcome) => 'converged' in outcome)).toBe(true);
    world.time.now += LATE_WRITE_MS;
    expect(await followed.converge()).toMatchObject({ converged: true });
    expect(bodies()).toHaveLength(1);
    expect(entries()).toHaveLength(1);
  });
});

describe('C3: the pace of a key', () => {
  test('at most 60 requests in any rolling minute, in bursts and after idle time', async () => {
    const clients = [world.client(), world.client()];
    const from = world.standIn.arrivals.length;
    for (let request = 0; request < 150; request++) {
      if (request % 70 === 69) world.time.now += 45_000;
      await clients[request % 2]?.page();
    }
    const arrivals = world.standIn.arrivals.slice(from);
    const most = arrivals.map((at) => arrivals.filter((other) => other > at - 60_000 && other <= at).length);
    expect(Math.max(...most)).toBeLessThanOrEqual(60);
    // and not far below: the pace is used
    expect(Math.max(...most)).toBeGreaterThan(55);
  });

  test('after 420 or 429 every client of the key waits as long as was asked', async () => {
    const { time, standIn } = world;
    standIn.faults = () => 'limit-429';
    await expect(world.client().page()).rejects.toMatchObject({ fault: 'limited', retryInMs: 7_000 });
    standIn.faults = () => undefined;
    const refusedAt = time.now;
    await world.client().page();
    expect(time.now - refusedAt).toBeGreaterThanOrEqual(7_000);
    standIn.faults = () => 'limit-420';
    await expect(world.client().page()).rejects.toMatchObject({ retryInMs: 60_000 });
    standIn.faults = () => undefined;
    // longer than an attempt waits: it gives its place back and says when
    await expect(world.client().page()).rejects.toMatchObject({ fault: 'queued', mayHaveBeenApplied: false });
    time.now += 60_000;
    await expect(world.client().page()).resolves.toMatchObject({ id: PAGE });
  });

  test('two workers on one database share it, in real time', async () => {
    const spacingMs = 20;
    const seen: number[] = [];
    const server = await serveOnLoopback((_request, response) => {
      seen.push(Date.now());
      response.end(JSON.stringify({ id: PAGE, name: 'x' }));
    });
    const dbs = [openDatabase(world.databaseUrl()), openDatabase(world.databaseUrl())];
    const key = 'real-time-key';
    const begun = Date.now();
    const requests = dbs.flatMap((db) => {
      const slots = createRequestSlots(db, key, { spacingMs });
      const options = { key, page: PAGE, url: server.origin, slots, timeoutMs: 10_000, patienceMs: 60_000 };
      const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
      const client = createStatuspageApiClient({ ...options, sleep });
      return Array.from({ length: 30 }, () => client.page());
    });
    await Promise.all(requests);
    await Promise.all(dbs.map((db) => db.destroy()));
    await server.close();
    expect(seen).toHaveLength(60);
    // the n-th request never comes before its slot; a timer may fire a moment early
    const early = seen.map((at, place) => begun + place * spacingMs - at);
    expect(Math.max(...early)).toBeLessThanOrEqual(5);
  });
});
