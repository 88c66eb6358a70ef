import request from 'supertest';
import { effectOn } from '../../web/status/components';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { usePublicPage } from '../support/public-page';
import { JSON_PATHS, PUBLIC_URL } from '../support/status-page-app';
import { iso } from '../support/windows';

const world = usePublicPage();
const { open } = world;

type Fields = Record<string, unknown>;
/** An answer as far as the tests look into it. */
interface Answer {
  page: Fields;
  status: Fields;
  components: Fields[];
  incidents: Entry[];
  scheduled_maintenances: Entry[];
}
type Entry = Fields & { incident_updates: Fields[]; components: Fields[] };

async function json(path: string): Promise<Answer> {
  const response = await request(world.app)
    .get(`/api/v2/${path}`)
    .expect(200)
    .expect('Content-Type', /^application\/json/);
  return response.body as Answer;
}

/** Statuses of datacenters and of the page, as `dc-1 dc-2 toronto / indicator`. */
async function componentStates(): Promise<string[]> {
  const { components, status } = await json('summary.json');
  return [...components.filter(({ group }) => !group).map(({ status: s }) => s as string), status.indicator as string];
}

const first = <T>(list: readonly T[]): T => {
  const [item] = list;
  if (item === undefined) throw new Error('the list is empty');
  return item;
};

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ID = /^[a-z0-9]{12}$/;

describe('C2: the public Status API v2', () => {
  test('every path has the page and its own keys, in this order', async () => {
    const keys = await Promise.all(
      JSON_PATHS.map(async (path) => Object.keys((await request(world.app).get(path)).body as object)),
    );
    expect(keys).toEqual([
      ['page', 'components', 'incidents', 'scheduled_maintenances', 'status'],
      ['page', 'status'],
      ['page', 'components'],
      ['page', 'incidents'],
      ['page', 'incidents'],
      ['page', 'scheduled_maintenances'],
      ['page', 'scheduled_maintenances'],
      ['page', 'scheduled_maintenances'],
    ]);
  });

  test('page and status', async () => {
    const life = await open('MW-2026-0001').announce();
    const { page, status } = await json('status.json');
    expect(Object.keys(page)).toEqual(['id', 'name', 'url', 'time_zone', 'updated_at']);
    expect(page).toEqual({
      id: expect.stringMatching(ID) as string,
      name: 'Example & Sons',
      url: PUBLIC_URL,
      time_zone: 'Etc/UTC',
      updated_at: iso(life.now),
    });
    expect(status).toEqual({ indicator: 'none', description: 'All Systems Operational' });
  });

  test('components: regions are groups, datacenters their components', async () => {
    const life = await open('MW-2026-0001').start();
    const { page, components } = await json('components.json');

    const plain = [
      'id,name,status,created_at,updated_at,position,description,showcase,start_date,group_id,page_id,group',
      'only_show_if_degraded',
    ].join(',');
    expect(components.map((component) => Object.keys(component).join(','))).toEqual([
      `${plain},components`,
      plain,
      plain,
      `${plain},components`,
      plain,
    ]);
    const [europe, vienna1, vienna2] = components;
    expect(components.map(({ name, position, group, status }) => [name, position, group, status])).toEqual([
      ['Europe', 1, true, 'under_maintenance'],
      ['Vienna 1', 1, false, 'under_maintenance'],
      ['Vienna 2', 2, false, 'operational'],
      ['North America', 2, true, 'operational'],
      ['Toronto 1', 1, false, 'operational'],
    ]);
    expect(europe).toMatchObject({ group_id: null, components: [vienna1?.id, vienna2?.id] });
    expect(vienna1).toEqual({
      id: expect.stringMatching(ID) as string,
      name: 'Vienna 1',
      status: 'under_maintenance',
      created_at: expect.stringMatching(ISO_MS) as string,
      updated_at: iso(life.now),
      position: 1,
      description: null,
      showcase: false,
      start_date: null,
      group_id: europe?.id,
      page_id: page.id,
      group: false,
      only_show_if_degraded: false,
    });
    // written down once: an id that changes breaks everybody who bound to it
    expect(vienna1?.id).toBe('msqf8ev5tow8');
    expect(new Set(components.map(({ id }) => id)).size).toBe(components.length);
  });

  test('a scheduled maintenance, field by field', async () => {
    const life = await open('MW-2026-0001').announce();
    const { startsAt, endsAt } = life.slot;
    const { page, components, scheduled_maintenances } = await json('summary.json');
    const entry = first(scheduled_maintenances);
    const announced = iso(life.announcedAt ?? 0);

    expect(Object.keys(entry)).toEqual(
      [
        'id,name,status,created_at,updated_at,monitoring_at,resolved_at,impact,shortlink,started_at,page_id',
        'incident_updates,components,scheduled_for,scheduled_until',
      ].flatMap((keys) => keys.split(',')),
    );
    expect(entry).toMatchObject({
      id: expect.stringMatching(ID) as string,
      name: 'Replace the power distribution unit of rack A12',
      status: 'scheduled',
      created_at: announced,
      updated_at: announced,
      monitoring_at: null,
      resolved_at: null,
      impact: 'maintenance',
      shortlink: `${PUBLIC_URL}/windows/MW-2026-0001`,
      started_at: announced,
      page_id: page.id,
      components: [components[1]],
      scheduled_for: iso(startsAt),
      scheduled_until: iso(endsAt),
    });
    const update = first(entry.incident_updates);
    expect(Object.keys(update)).toEqual(
      [
        'id,status,body,incident_id,created_at,updated_at,display_at,affected_components,deliver_notifications',
        'custom_tweet,tweet_id',
      ].flatMap((keys) => keys.split(',')),
    );
    expect(update).toEqual({
      id: expect.stringMatching(ID) as string,
      status: 'scheduled',
      body: [
        'Planned maintenance: Thu 10 Dec 2026, 00:00 to 02:00 UTC.',
        'Expected impact: Outage: cannot be reached or used. Duration: up to 30 minutes. Each server loses power once.',
        'What to do: None. Servers come back by themselves.',
      ].join('\n\n'),
      incident_id: entry.id,
      created_at: announced,
      updated_at: announced,
      display_at: announced,
      affected_components: [
        { code: components[1]?.id, name: 'Vienna 1', old_status: 'operational', new_status: 'operational' },
      ],
      deliver_notifications: true,
      custom_tweet: null,
      tweet_id: null,
    });
  });

  test('the whole life of a maintenance: status, lists and what each update did to the component', async () => {
    const life = await open('MW-2026-0001').announce();
    const where = async () => {
      const upcoming = await json('scheduled-maintenances/upcoming.json');
      const active = await json('scheduled-maintenances/active.json');
      const all = await json('scheduled-maintenances.json');
      const summary = await json('summary.json');
      const lists = [upcoming, active, all, summary].map(({ scheduled_maintenances: list }) => list.length).join('');
      return `${lists} ${first(all.scheduled_maintenances).status as string}`;
    };
    expect(await where()).toBe('1011 scheduled');
    await life.start();
    expect(await where()).toBe('0111 in_progress');
    await life.give('post', { message: 'Half of it.' });
    await life.give('verify');
    expect(await where()).toBe('0111 verifying');
    await life.advance(3 * HOUR);
    expect(await where()).toBe('0111 in_progress');
    await life.give('complete');
    expect(await where()).toBe('0010 completed');

    const entry = first((await json('scheduled-maintenances.json')).scheduled_maintenances);
    expect(entry).toMatchObject({ resolved_at: iso(life.now), monitoring_at: null });
    const seen = entry.incident_updates.map(({ status, affected_components: affected }) => {
      const { old_status, new_status } = first(affected as Fields[]);
      return `${status as string}: ${old_status as string} > ${new_status as string}`;
    });
    expect(seen).toEqual([
      'completed: under_maintenance > operational',
      'in_progress: under_maintenance > under_maintenance',
      'verifying: under_maintenance > under_maintenance',
      'in_progress: under_maintenance > under_maintenance',
      'in_progress: operational > under_maintenance',
      'scheduled: operational > operational',
    ]);
  });

  test('E3: a maintenance whose result is bad is in progress again, its components degraded, until it is good', async () => {
    const query = { name: 'p95 latency', unit: 'ms', below: 400 };
    const verification = { steps: [], monitorMinutes: 60, monitor: { query } };
    const life = await open('MW-2026-0001', { verification }).start();
    await life.give('complete', { message: 'All is back.' });
    await life.give('enterValue', { value: 900 });
    const active = first((await json('scheduled-maintenances/active.json')).scheduled_maintenances);
    expect(active).toMatchObject({ status: 'in_progress', resolved_at: null });
    expect(await componentStates()).toEqual(['degraded_performance', 'operational', 'operational', 'minor']);
    expect((await json('components.json')).components[1]).toMatchObject({ updated_at: iso(life.now) });
    expect(JSON.stringify(active)).not.toContain('p95 latency');
    await life.advance(30 * MINUTE);
    await life.give('complete', { message: 'A port was slow.', customerImpactMinutes: 30 });
    expect(await componentStates()).toEqual(['operational', 'operational', 'operational', 'none']);

    const entry = first((await json('scheduled-maintenances.json')).scheduled_maintenances);
    expect(entry.status).toBe('completed');
    const seen = entry.incident_updates.slice(0, 3).map(({ status, body, affected_components: affected }) => {
      const { old_status, new_status } = first(affected as Fields[]);
      return [status, old_status, new_status, (body as string).split('\n')[0]];
    });
    expect(seen).toEqual([
      ['completed', 'degraded_performance', 'operational', 'Services are back to normal.'],
      ['in_progress', 'operational', 'degraded_performance', expect.stringContaining('do not run as well') as string],
      ['completed', 'under_maintenance', 'operational', 'All is back.'],
    ]);
  });

  test('a cancelled maintenance is completed, with the reason in the text', async () => {
    const life = await open('MW-2026-0001').announce();
    await life.give('cancel', { reason: 'The spare part is broken.' });
    const entry = first((await json('scheduled-maintenances.json')).scheduled_maintenances);
    expect(entry).toMatchObject({ status: 'completed', resolved_at: iso(life.now) });
    expect(first(entry.incident_updates)).toMatchObject({
      status: 'completed',
      body: 'This maintenance has been cancelled.\n\nReason: The spare part is broken.',
    });
    expect((await json('summary.json')).scheduled_maintenances).toEqual([]);
  });

  test('the whole life of an emergency: an incident, unresolved until it is over, then with its postmortem', async () => {
    const life = open('MW-2026-0001', { class: 'emergency' }, { inMs: 0 });
    await life.save();
    const where = async () => {
      const unresolved = (await json('incidents/unresolved.json')).incidents;
      const all = (await json('incidents.json')).incidents;
      expect((await json('summary.json')).incidents).toEqual(unresolved);
      expect((await json('scheduled-maintenances.json')).scheduled_maintenances).toEqual([]);
      const { status, incident_updates: updates } = first(all);
      expect(first(updates).status).toBe(status);
      return `${String(unresolved.length)}${String(all.length)} ${status as string}`;
    };
    expect(await where()).toBe('11 identified');
    await life.give('start');
    expect(await where()).toBe('11 identified');
    await life.give('draftRfo', { state: 'preliminary', summary: 'A pump failed.', rootCause: 'Not known yet.' });
    await life.give('approveRfo');
    expect(await where()).toBe('11 identified');
    await life.give('verify');
    const verifiedAt = life.now;
    expect(await where()).toBe('11 monitoring');
    await life.advance(HOUR);
    await life.give('complete');
    expect(await where()).toBe('01 resolved');
    await life.give('draftRfo', { summary: 'A pump failed.', rootCause: 'Wear.' });
    expect(await where()).toBe('01 resolved');
    await life.give('approveRfo');
    expect(await where()).toBe('01 postmortem');

    const entry = first((await json('incidents.json')).incidents);
    expect(Object.keys(entry)).not.toContain('scheduled_for');
    expect(entry).toMatchObject({
      impact: 'critical',
      monitoring_at: iso(verifiedAt),
      resolved_at: iso(life.now),
      started_at: iso(life.announcedAt ?? 0),
    });
    expect(first(entry.incident_updates)).toMatchObject({
      body: 'Summary: A pump failed.\n\nRoot cause: Wear.',
      affected_components: null,
    });
  });

  test.each([
    ['no-impact', 'none', 'under_maintenance', 'maintenance', 'Service Under Maintenance'],
    ['reduced-redundancy', 'minor', 'degraded_performance', 'minor', 'Partially Degraded Service'],
    ['degraded', 'major', 'partial_outage', 'major', 'Partial System Outage'],
    ['outage', 'critical', 'major_outage', 'major', 'Partial System Outage'],
  ])('an emergency with impact %s: incident %s, component %s, page %s', async (level, impact, status, ...overall) => {
    const body = { class: 'emergency', impact: { level, minutes: 5, description: 'Text.' } };
    await open('MW-2026-0001', body, { inMs: 0 }).give('start');
    const summary = await json('summary.json');
    expect(first(summary.incidents).impact).toBe(impact);
    expect(summary.components[1]?.status).toBe(status);
    expect(Object.values(summary.status)).toEqual(overall);
  });

  test('an announced window changes no component, and neither does a planned start that nobody confirmed (L2)', async () => {
    await open('MW-2026-0001').toStart(-HOUR);
    expect(await componentStates()).toEqual(['operational', 'operational', 'operational', 'none']);
  });

  test('components are restored on completion and when work was rolled back, once no other running window holds them', async () => {
    const one = await open('MW-2026-0001').start();
    const two = await open('MW-2026-0002', { scope: { locations: ['eu-1'] } }).start();
    expect(await componentStates()).toEqual(['under_maintenance', 'under_maintenance', 'operational', 'maintenance']);
    await two.give('complete');
    expect(await componentStates()).toEqual(['under_maintenance', 'operational', 'operational', 'maintenance']);
    await one.give('cancel', { reason: 'the part does not fit' });
    expect(await componentStates()).toEqual(['under_maintenance', 'operational', 'operational', 'maintenance']);
    await one.give('complete', { override: 'nothing had been touched' });
    expect(await componentStates()).toEqual(['operational', 'operational', 'operational', 'none']);
  });

  test('it is a major outage where all there is goes out, not for one rack', async () => {
    const impact = { level: 'outage' as const, minutes: 30, description: 'Everything is down.' };
    const scope = { locations: ['eu-1', 'us-1'] };
    await open('MW-2026-0001', { class: 'emergency', impact, scope }, { inMs: 0 }).give('start');
    expect(await componentStates()).toContain('major_outage');
    expect((await json('status.json')).status).toEqual({ indicator: 'critical', description: 'Major Service Outage' });
  });

  test('one rack of several is a part of its datacenter; all of them are the datacenter', () => {
    const work = { class: 'emergency', impact: 'outage', phase: 'in-progress' } as const;
    const datacenter = { path: 'eu-1/dc-1', parts: 2 };
    const racks = ['eu-1/dc-1/rack-a', 'eu-1/dc-1/rack-b'];
    expect(effectOn(datacenter, { ...work, locations: racks.slice(0, 1) })).toBe('partial_outage');
    expect(effectOn(datacenter, { ...work, locations: racks })).toBe('major_outage');
    expect(effectOn(datacenter, { ...work, locations: ['eu-1'] })).toBe('major_outage');
  });

  test('the worse of two windows counts, whichever began first', async () => {
    await open('MW-2026-0001').start();
    const emergency = open('MW-2026-0002', { class: 'emergency' }, { inMs: 0 });
    await emergency.give('start');
    expect((await componentStates())[0]).toBe('major_outage');
    await emergency.give('complete');
    expect((await componentStates())[0]).toBe('under_maintenance');
  });

  test('the fifty latest are listed, completed ones included', async () => {
    for (let n = 1; n <= 52; n++) {
      const life = open(`MW-2026-${String(n).padStart(4, '0')}`, {}, { inMs: 15 * DAY + n * HOUR });
      await life.announce();
      if (n % 10 === 0) await life.give('cancel', { reason: 'not needed' });
    }
    const all = (await json('scheduled-maintenances.json')).scheduled_maintenances;
    expect(all).toHaveLength(50);
    expect(first(all).shortlink).toMatch(/MW-2026-0052$/);
    expect(all.filter(({ status }) => status === 'completed')).toHaveLength(5);
    expect((await json('scheduled-maintenances/upcoming.json')).scheduled_maintenances).toHaveLength(47);
  });
});
