import type { Evidence } from '../../activities/ports/executor';
import { progressOf, type SystemLook } from '../../executors/redfish/progress';

const ASKED = Date.parse('2026-12-10T01:00:00Z');
const TIMES = { askedAt: ASKED, until: ASKED + 600_000, now: ASKED + 60_000 };
const LATE = { ...TIMES, now: ASKED + 600_001 };
const on: SystemLook = { power: 'On', boot: undefined, lastReset: undefined, clockAhead: 0 };
const TAKEN: Evidence = { reset: 'GracefulRestart', power: 'On' };

const stateOf = (look: Partial<SystemLook>, evidence: Evidence = TAKEN, times = TIMES) =>
  progressOf({ ...on, ...look }, evidence, times).state;

describe('S7: a restart has to be seen', () => {
  it('is running while the controller that took it shows nothing, and unknown when the time is over', () => {
    expect(stateOf({})).toBe('running');
    expect(stateOf({}, TAKEN, LATE)).toBe('unknown');
  });

  it('is unknown, not "not begun", when the answer to the start was lost and nothing shows', () => {
    expect(stateOf({}, {})).toBe('unknown');
  });

  it('is seen when the power was off once, which the evidence remembers', () => {
    const { state, evidence } = progressOf({ ...on, power: 'Off' }, {}, TIMES);
    expect(state).toBe('running');
    expect(stateOf({}, evidence)).toBe('done');
  });

  it('is seen in a LastResetTime that is another than before', () => {
    const evidence = { ...TAKEN, lastReset: '2026-12-01T00:00:00Z' };
    expect(stateOf({ lastReset: '2026-12-01T00:00:00Z' }, evidence)).toBe('running');
    expect(stateOf({ lastReset: '1970-01-01T00:00:09Z' }, evidence)).toBe('done');
  });

  it('is not seen in a LastResetTime of a controller that does not tell the time', () => {
    const lastReset = '2026-12-10T01:00:30Z';
    expect(stateOf({ lastReset, clockAhead: undefined }, {})).toBe('unknown');
    expect(stateOf({ lastReset }, {})).toBe('done');
  });

  it('is not seen in a reset from before the job', () => {
    expect(stateOf({ lastReset: '2026-12-10T00:59:50Z' }, {})).toBe('unknown');
  });
});

describe('S7: a restart is over when the system is where it was', () => {
  const seen: Evidence = { ...TAKEN, restarting: true };

  it.each([
    ['OSRunning', 'OSBootStarted', 'running'],
    ['OSRunning', 'OSRunning', 'done'],
    ['OSBootStarted', 'OSBootStarted', 'done'],
    ['OSRunning', 'None', 'running'],
    ['None', 'None', 'done'],
  ] as const)('was %s, is %s: %s', (boot, now, state) => {
    expect(stateOf({ boot: now }, { ...seen, boot })).toBe(state);
  });

  it('has begun to boot the operating system, where nothing tells how it was before', () => {
    expect(stateOf({ boot: 'MemoryInitializationStarted' }, seen)).toBe('running');
    expect(stateOf({ boot: 'OSBootStarted' }, seen)).toBe('done');
    expect(stateOf({}, seen)).toBe('done');
  });

  it('has failed when it waits in the setup, or when the time is over and it is not back', () => {
    expect(stateOf({ boot: 'SetupEntered' }, seen)).toBe('failed');
    expect(stateOf({ power: 'Off' }, seen, LATE)).toBe('failed');
    expect(stateOf({ boot: 'BusInitializationStarted' }, { ...seen, boot: 'OSRunning' }, LATE)).toBe('failed');
  });
});
