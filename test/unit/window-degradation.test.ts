import { HOUR, MINUTE } from '../../domain/shared/time';
import { decideProbeReport, watchOf } from '../../domain/window/degradation';
import { openingSchema } from '../../domain/window/opening';
import { viewOf } from '../../domain/window/view';
import { customerEvents, forCustomer } from '../../domain/public/customer-view';
import { CoreWindow, INSIDE_POLICY, openedEvent, openingBody, PROCESS_POLICY, STAFF_POLICY } from '../support/windows';

const query = { name: 'p95 latency of the checkout', unit: 'ms', below: 400 };
const watched = (monitor: object, monitorMinutes = 60) => ({ verification: { steps: [], monitorMinutes, monitor } });

/** Completed an hour after its start, with everybody told. */
function completed(
  monitor: object,
  policy = PROCESS_POLICY,
  change: Parameters<typeof openingBody>[0] = {},
): CoreWindow {
  const window = new CoreWindow(openedEvent(openingBody({ ...watched(monitor), ...change }), { policy }));
  window.advance(window.state.spec.slot.startsAt - window.now);
  window.give('start');
  window.advance(HOUR);
  window.give('complete');
  window.finishNotices();
  return window;
}

const types = (window: CoreWindow, from: number) => window.log.slice(from).map(({ event }) => event.type);

describe('E3: a value that is entered while the result is watched', () => {
  it('is recorded while it is good, and the window closes at the end of the watch', () => {
    const window = completed({ query });
    expect(window.give('enterValue', { value: 212 })).toBeUndefined();
    expect(viewOf(window.state).monitoringValue).toMatchObject({ value: 212, isGood: true });
    window.advance(HOUR);
    expect(window.state.phase).toBe('closed');
  });

  it('L6, L7: opens the window again when it is bad: people are asked at once, customers told once, and it does not close', () => {
    const window = completed({ query });
    const before = window.log.length;
    expect(window.give('enterValue', { value: 900 })).toBeUndefined();
    window.give('enterValue', { value: 100 });
    window.give('enterValue', { value: 950 });
    expect(window.state).toMatchObject({ phase: 'degraded', revision: 1 });
    expect(types(window, before).filter((type) => type === 'degraded')).toHaveLength(1);
    expect(window.begun.slice(-2).map(({ notice }) => notice.kind)).toEqual(['degraded', 'escalation']);
    expect(window.state.attention.map(({ text }) => text)).toContain(
      'Degraded after maintenance: p95 latency of the checkout: 900 ms, good is below 400 ms',
    );
    window.finishNotices();
    window.runUntil(window.now + 40 * 24 * HOUR);
    expect(window.state.phase).toBe('degraded');
    // nagged like an overrun: three steps, and the last one three times more
    expect(window.log.filter(({ event }) => event.type === 'escalated')).toHaveLength(6);
    expect(window.state.rfo).toMatchObject({ owed: true, because: 'systems were degraded after the work' });
  });

  it('L4, L6: a word to customers answers the escalation, and the next one is owed', () => {
    const window = completed({ query });
    window.give('enterValue', { value: 900 });
    window.give('post', { message: 'A switch port is slow; we move traffic away from it.' });
    expect(window.state.overrun?.escalation).toBeUndefined();
    window.advance(HOUR + MINUTE);
    expect(window.state.attention.map(({ code }) => code)).toContain('update-missed');
  });

  it('complete says that all is well to everybody who heard, and the result is watched anew', () => {
    const window = completed({ query });
    window.give('enterValue', { value: 900 });
    window.advance(30 * MINUTE);
    const endedAt = window.state.endedAt;
    expect(window.give('complete', { completedAt: new Date(window.now).toISOString() })).toBe('time-out-of-bounds');
    expect(window.give('complete', { message: 'All is well.', customerImpactMinutes: 30 })).toBeUndefined();
    expect(window.state).toMatchObject({ phase: 'completed', endedAt, customerImpactMinutes: 30 });
    expect(window.state.attention).toEqual([]);
    expect(window.notices.slice(-1)).toEqual(['recovered r1']);
    // the last value was bad: without a good one it does not close, and somebody is asked
    window.finishNotices();
    window.advance(HOUR);
    expect(window.state.attention.map(({ code }) => code)).toContain('value-missed');
    window.give('enterValue', { value: 300 });
    expect(window.state.attention).toEqual([]);
  });

  it('L7, L13: cancel rolls the work back, once', () => {
    const window = completed({ query });
    window.give('enterValue', { value: 900 });
    expect(window.give('cancel', { reason: 'The new unit is slow.' })).toBeUndefined();
    expect(window.state.phase).toBe('rolling-back');
    expect(window.give('complete', { override: 'All was looked at.' })).toBeUndefined();
    expect(window.state).toMatchObject({ phase: 'rolled-back', degradation: { endedAt: window.now } });
    window.give('enterValue', { value: 901 });
    expect(window.state.phase).toBe('degraded');
    expect(window.give('cancel', { reason: 'text' })).toBe('wrong-phase');
    window.give('complete');
    expect(window.state.phase).toBe('rolled-back');
  });

  it('is refused where none was asked for, and before the end of the work', () => {
    expect(completed({ probe: 'checkout' }).give('enterValue', { value: 1 })).toBe('invalid-body');
    const ahead = new CoreWindow(openedEvent(openingBody(watched({ query }))));
    expect(ahead.give('enterValue', { value: 1 })).toBe('wrong-phase');
  });
});

describe('E3: a probe that watches the result', () => {
  const bad = { probe: 'checkout', found: 'bad', because: 'shop.internal answered 503, 3 times in a row' } as const;

  it('is asked for from the end of the work until the watch is over, by the rules of the window', () => {
    const window = completed({ probe: 'checkout' });
    const until = window.now + HOUR;
    expect(watchOf(window.state)).toEqual({ probe: 'checkout', until, everyMs: 5 * MINUTE, badAfter: 3 });
    expect(watchOf(completed({ query }).state)).toBeUndefined();
    window.apply(decideProbeReport(window.state, bad), 'clock');
    expect(watchOf(window.state)).toBeUndefined();
    window.give('complete');
    expect(watchOf(window.state)?.until).toBe(window.now + HOUR);
  });

  it('opens the window again; inside, all who follow it hear of it', () => {
    const window = new CoreWindow(
      openedEvent(openingBody(watched({ probe: 'checkout' })), { policy: INSIDE_POLICY, settings: { hasBrief: true } }),
    );
    window.advance(window.state.spec.slot.startsAt - window.now);
    window.give('start');
    window.give('complete');
    window.apply(decideProbeReport(window.state, bad), 'clock');
    expect(window.begun.slice(-3).map(({ notice }) => notice.kind)).toEqual([
      'degraded',
      'brief-degraded',
      'staff-list',
    ]);
    expect(decideProbeReport(window.state, bad)).toEqual([]);
  });

  it('that is not configured needs somebody, and lets the window close', () => {
    const window = completed({ probe: 'checkout' });
    window.apply(decideProbeReport(window.state, { probe: 'checkout', found: 'missing' }), 'clock');
    expect(window.state.attention.map(({ code }) => code)).toEqual(['probe-missing']);
    expect(watchOf(window.state)).toBeUndefined();
    window.advance(HOUR);
    expect(window.state.phase).toBe('closed');
  });

  it('T3: customers read that it is so, not what was found where', () => {
    const window = completed({ probe: 'checkout' }, STAFF_POLICY);
    window.apply(decideProbeReport(window.state, bad), 'clock');
    const shown = [forCustomer(viewOf(window.state), []), window.log.flatMap(customerEvents)];
    expect(JSON.stringify(shown)).not.toContain('shop.internal');
    expect(shown).toMatchObject([{ degradation: { because: '' }, phase: 'degraded' }, {}]);
  });
});

describe('E3: what a window may name', () => {
  const faults = (verification: object) => {
    const read = openingSchema.safeParse(openingBody({ verification }));
    return (read.error?.issues ?? []).map(({ path, message }) => `${path.slice(1).join('.')} ${message}`);
  };

  it.each([
    [{ monitorMinutes: 60, monitor: {} }, 'monitor.probe is required, or query: what is looked at'],
    [{ monitorMinutes: 60, monitor: { probe: 'http://10.0.0.1/' } }, 'monitor.probe must be the name of a configured'],
    [{ monitorMinutes: 0, monitor: { probe: 'checkout' } }, 'monitorMinutes must be 1 at least with monitor'],
    [{ monitorMinutes: 60, monitor: { query: { name: 'errors' } } }, 'monitor.query.below is required, or above'],
    [
      { monitorMinutes: 60, monitor: { query: { name: 'errors', below: 1, above: 1 } } },
      'monitor.query.above must be less',
    ],
  ])('%j is refused', (verification, words) => {
    expect(faults(verification)).toEqual([expect.stringContaining(words)]);
  });
});
