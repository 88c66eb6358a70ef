import { UNVERIFIED } from '../../domain/shared/actor';
import { USUAL_SIGNALS } from '../../domain/window/authority';
import { decideBatch, type CommandThatWaits } from '../../domain/window/batch';
import type { Giver } from '../../domain/window/commands/command';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../domain/window/commands/commands';
import { evolve } from '../../domain/window/evolve/evolve';
import { DAY, HOUR } from '../../domain/shared/time';
import { command, CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const drafted = (signals: readonly CommandName[] = USUAL_SIGNALS) =>
  new CoreWindow(openedEvent(openingBody({ draft: true }), { policy: PROCESS_POLICY, settings: { signals } }));

/** What a window makes of a command that came straight to Temporal. */
function bySignal(window: CoreWindow, name: CommandName, body: object = {}) {
  const { by: _by, ...example } = COMMANDS[name].example;
  const given = command(name, { ...example, ...body }, { by: UNVERIFIED, onBehalfOf: 'anna' });
  const waiting: CommandThatWaits = { type: 'command', command: given, door: 'signal' };
  return decideBatch(window.state, [waiting], window.now).events;
}
const NOT_TAKEN = expect.stringMatching(
  /by a signal, because a signal does not prove who sends it.*FOREWARN_SIGNALS/,
) as string;

describe('T5: a signal', () => {
  it('gives what operators need on the night, and nothing that plans, words or approves', () => {
    expect([...USUAL_SIGNALS].sort()).toEqual([
      ...[
        'abortWork',
        'cancel',
        'complete',
        'enterValue',
        'extend',
        'nominate',
        'pauseWork',
        'post',
        'resumeWork',
        'retryFailed',
      ],
      ...['start', 'tick', 'verify'],
    ]);
    for (const name of COMMAND_NAMES) {
      const [first] = bySignal(drafted(), name);
      const isTaken =
        first?.event.type !== 'command-refused' || !first.event.reason.includes('does not prove who sends it');
      expect([name, isTaken]).toEqual([name, USUAL_SIGNALS.includes(name)]);
    }
  });

  it('that is not taken leaves a line with the reason and the way out, under nobody’s name', () => {
    const [line, ...more] = bySignal(drafted(), 'approve');
    expect(line).toMatchObject({
      ...{ by: UNVERIFIED, onBehalfOf: 'anna', door: 'signal' },
      event: { type: 'command-refused', command: 'approve', reason: NOT_TAKEN },
    });
    expect(more).toEqual([]);
  });

  it('gives what the setting names, and that alone', () => {
    expect(bySignal(drafted(['approve']), 'approve')).toMatchObject([{ by: UNVERIFIED, event: { type: 'approved' } }]);
    for (const signals of [['approve'], []] as const) {
      expect(bySignal(drafted(signals), 'cancel')).toMatchObject([{ event: { reason: NOT_TAKEN } }]);
    }
  });

  it('overrides no rule, whatever the setting', () => {
    const slot = { start: iso(T0 + 2 * DAY), end: iso(T0 + 2 * DAY + HOUR) };
    const lines = bySignal(drafted([...COMMAND_NAMES]), 'reschedule', { ...slot, override: 'They know.' });
    expect(lines).toMatchObject([
      { event: { reason: expect.stringContaining('not overridden by a signal') as string } },
    ]);
  });

  it('to a window of version 0.2.0 is judged as it was then', () => {
    const older = new CoreWindow(openedEvent(openingBody({ draft: true }), { policy: PROCESS_POLICY }));
    expect(bySignal(older, 'approve')).toMatchObject([{ event: { type: 'approved' } }]);
  });
});

describe('four eyes are two persons (L8, E4)', () => {
  const give = (window: CoreWindow, name: CommandName, giver: Giver, body: Record<string, unknown> = {}) =>
    window.give(name, body, giver);

  it.each<[string, Giver, Giver]>([
    ['the same person', { by: 'rita' }, { by: 'rita' }],
    ['whoever was named as the one it is for', { by: 'script', onBehalfOf: 'rita' }, { by: 'rita' }],
    ['whoever issued the token it was done with', { by: 'helper', issuedBy: 'rita' }, { by: 'rita' }],
    ['somebody with a token that the author issued', { by: 'rita' }, { by: 'helper', issuedBy: 'rita' }],
    ['the same person under an older name', { by: 'on-call console' }, { by: 'rita', alsoAs: ['on-call console'] }],
  ])('%s does not approve a plan or its wording', (_who, author, approver) => {
    for (const [name, body] of [
      ['edit', { title: 'Replace a power unit' }],
      ['reschedule', { start: iso(T0 + 20 * DAY), end: iso(T0 + 20 * DAY + HOUR), reason: 'Parts are late.' }],
    ] as const) {
      const window = drafted();
      expect(give(window, name, author, body)).toBeUndefined();
      expect(give(window, 'approve', approver)).toBe('own-plan');
      expect(give(window, 'approve', { by: 'somebody else' })).toBeUndefined();
    }
  });

  it('E4: whoever wrote a version of the report does not publish it, also after somebody else worded it last', () => {
    const window = new CoreWindow(
      openedEvent(openingBody({ class: 'emergency' }), { settings: { signals: USUAL_SIGNALS } }),
    );
    window.advance(window.state.spec.slot.startsAt - window.now);
    window.give('start');
    const report = { state: 'preliminary', summary: 'A feed failed.', rootCause: 'A worn contact.' };
    give(window, 'draftRfo', { by: 'rita' }, report);
    give(window, 'draftRfo', { by: 'carl' }, { ...report, summary: 'One feed failed.' });
    expect(give(window, 'approveRfo', { by: 'rita' })).toBe('own-plan');
    expect(give(window, 'approveRfo', { by: 'carl' })).toBe('own-plan');
    expect(give(window, 'approveRfo', { by: 'mara' })).toBeUndefined();
    // the next version has its own authors
    give(window, 'draftRfo', { by: 'carl' }, { ...report, rootCause: 'A loose contact.' });
    expect(give(window, 'approveRfo', { by: 'rita' })).toBeUndefined();
  });

  it('who approved and who wrote it can be rebuilt from the record alone', () => {
    const window = drafted();
    give(window, 'edit', { by: 'rita', issuedBy: 'admin' }, { title: 'Replace a power unit' });
    const rebuilt = window.log.reduce<typeof window.state | undefined>(evolve, undefined);
    expect(rebuilt?.approval?.editors).toEqual(['rita', 'admin']);
    expect(rebuilt).toEqual(window.state);
  });
});
