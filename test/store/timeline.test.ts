import { viewOf } from '../../domain/window/view';
import { getRfos, getTimeline, getWindow } from '../../store/windows/windows';
import { everythingOf, StoredWindow, useStore } from './support';

const PROVIDER = { organizationId: null };
const RFO = { summary: 'A breaker tripped.', rootCause: 'A wrong rating.' };

describe('the timeline', () => {
  const store = useStore();

  /** A window through its whole life, an RFO included, recorded step by step. */
  async function wholeLife(): Promise<StoredWindow> {
    const window = await StoredWindow.announced(store);
    await window.start();
    await window.give('post', { message: 'Half of it is done.' });
    await window.give('complete', { customerImpactMinutes: 12 });
    await window.give('draftRfo', RFO);
    await window.give('approveRfo');
    return window;
  }

  it('keeps the read model, the events and the RFO of every step', async () => {
    const window = await wholeLife();
    const summary = await getWindow(store.db, window.reference, PROVIDER);
    expect(summary?.view).toMatchObject({
      phase: 'completed',
      customerImpactMinutes: 12,
      sequence: window.core.log.length,
    });
    expect(summary?.announcedAt).toBe(window.core.begun[0]?.at);
    expect(await getTimeline(store.db, window.reference, PROVIDER)).toEqual(window.core.log);
    expect(await getRfos(store.db, window.reference, PROVIDER)).toEqual([
      expect.objectContaining({
        version: 1,
        state: 'final',
        author: 'tester',
        approvedBy: 'tester',
        publishedAt: window.core.now,
      }),
    ]);
    const places = await store.db.selectFrom('window_locations').select('location').execute();
    expect(new Set(places.map(({ location }) => location))).toEqual(new Set(['eu-1/dc-1/rack-a12']));
  });

  it('N8: changes nothing when entries are recorded again, in order or not', async () => {
    const window = await wholeLife();
    const before = await everythingOf(store, window.reference);
    for (const entry of [...window.entries, ...[...window.entries].reverse()]) await store.timeline.record(entry);
    expect(await everythingOf(store, window.reference)).toEqual(before);
  });

  it('refuses a step whose predecessors are missing, and takes it once they are there', async () => {
    const window = new StoredWindow(store, { class: 'emergency', ...emergency() });
    window.step();
    window.core.give('start');
    window.step();
    window.core.give('complete');
    window.step();
    window.core.give('draftRfo', RFO);
    window.step();
    window.core.give('approveRfo');
    window.step();
    const [first, ...later] = window.entries;
    if (!first) throw new Error('a window has a first step');
    for (const entry of later) {
      await expect(store.timeline.record(entry)).rejects.toThrow(/has no event \d+ yet/);
    }
    for (const entry of [first, ...later]) await store.timeline.record(entry);
    const summary = await getWindow(store.db, window.reference, PROVIDER);
    expect(summary?.view).toEqual(viewOf(window.core.state));
    expect(summary?.announcedAt).toBe(window.core.begun[0]?.at);
    expect(await getTimeline(store.db, window.reference, PROVIDER)).toEqual(window.core.log);
    const [rfo] = await getRfos(store.db, window.reference, PROVIDER);
    expect(rfo?.publishedAt).toBe(window.core.now);
  });

  it('N9: the revision goes up with the step that reschedules or cancels', async () => {
    const window = await StoredWindow.announced(store);
    const { startsAt, endsAt } = window.core.state.spec.slot;
    const revisionNow = async () => (await getWindow(store.db, window.reference, PROVIDER))?.view.revision;
    await window.give('reschedule', {
      ...{ start: new Date(startsAt + 86_400_000).toISOString(), end: new Date(endsAt + 86_400_000).toISOString() },
      reason: 'A part is late.',
    });
    expect(await revisionNow()).toBe(2);
    await window.give('cancel', { reason: 'Not needed any more.' });
    expect(await revisionNow()).toBe(3);
    const row = await store.db
      .selectFrom('windows')
      .select(['revision', 'phase'])
      .where('reference', '=', window.reference)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ revision: 3, phase: 'cancelled' });
  });

  it('O2: a window on record before its state was kept takes its next step like any other', async () => {
    const window = await StoredWindow.announced(store);
    const of = () => store.db.selectFrom('windows').select('state').where('reference', '=', window.reference);
    await store.db.updateTable('windows').set({ state: null }).where('reference', '=', window.reference).execute();
    await window.give('nominate', { pointOfContact: 'night@provider.example' });
    expect((await of().executeTakeFirstOrThrow()).state).toEqual(window.core.state);
  });

  it('a step of several commands gives each notice the words of its own command', async () => {
    const window = await StoredWindow.announced(store);
    window.core.advance(window.core.state.spec.slot.startsAt - window.core.now);
    await window.give('start');
    const from = window.core.log.length;
    window.core.give('post', { message: 'First word.', notify: true });
    const middle = window.core.log.length;
    window.core.give('post', { message: 'Second word.', notify: true });
    const events = window.core.log.slice(from);
    await store.timeline.record({
      ...{ reference: window.reference, events },
      parts: [middle - from, window.core.log.length - middle],
    });
    const notices = await store.db
      .selectFrom('notices')
      .select('facts')
      .where('window_reference', '=', window.reference)
      .where('kind', '=', 'progress')
      .orderBy('sequence')
      .execute();
    expect(notices.map(({ facts }) => facts.message)).toEqual(['First word.', 'Second word.']);
  });

  it('takes what PostgreSQL cannot store: NUL and lone surrogates in free text', async () => {
    const window = await StoredWindow.announced(store);
    const reason = 'a\u0000b\ud800c \\u0000 \u{1f600}';
    window.core.apply([{ type: 'command-refused', command: 'start', reason }], 'signal');
    await window.record();
    const events = await getTimeline(store.db, window.reference, PROVIDER);
    expect(events.at(-1)?.event).toMatchObject({ reason: 'a\ufffdb\ufffdc \\u0000 \u{1f600}' });
  });

  it('marks a window that needs somebody', async () => {
    const window = await StoredWindow.announced(store);
    window.core.advance(30 * 86_400_000);
    await window.record();
    const row = await store.db
      .selectFrom('windows')
      .select('needs_attention')
      .where('reference', '=', window.reference)
      .executeTakeFirstOrThrow();
    expect(row.needs_attention).toBe(true);
  });
});

function emergency() {
  return {
    emergency: { trigger: 'infrastructure' as const, necessity: 'Smoke.', risk: 'Fire.', mitigation: 'Power off.' },
    slots: [{ start: '2026-11-24T23:50:00Z', end: '2026-11-25T03:00:00Z' }],
  };
}
