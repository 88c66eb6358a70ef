import { compileFixture } from '../support/compile-fixture';

const EVENTS = 'domain/window/event-table.ts';
const EVOLVE = 'domain/window/evolve/evolve.ts';

describe('what an event changes', () => {
  it('compiles as it stands, which the others are measured against', () => {
    expect(compileFixture([EVOLVE], { [EVOLVE]: (text) => `${text}\n` })).toEqual([]);
  });

  it('does not compile when a new event has no row', () => {
    const paused = "  paused: event({ ...INTERNAL, words: () => 'Paused' }),\n  opened: event<{";
    const faults = compileFixture([EVENTS, EVOLVE], { [EVENTS]: (text) => text.replace('  opened: event<{', paused) });
    expect(faults).toEqual([
      expect.stringMatching(/^domain\/window\/evolve\/evolve\.ts: Property 'paused' is missing/),
    ]);
  });

  it('does not compile when a row is left out', () => {
    const faults = compileFixture([EVOLVE], { [EVOLVE]: (text) => text.replace(/^ {2}closed: .*\n/m, '') });
    expect(faults).toEqual([expect.stringContaining("Property 'closed' is missing")]);
  });
});
