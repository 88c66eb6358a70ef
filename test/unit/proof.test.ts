import { dateProofs, describeDateProof, describeWording, wasSent, type ProofNotice } from '../../domain/proof/proof';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import type { WindowClass } from '../../domain/window/types';
import { CoreWindow, iso, openedEvent, openingBody, T0 } from '../support/windows';

type Told = Pick<ProofNotice, 'kind' | 'revision' | 'deliveries'>;

/** A notice whose deliveries came into their states at those instants. */
function told(kind: Told['kind'], revision: number, ...states: [state: string, at: number][]): Told {
  const deliveries = states.map(([state, stateSince]) => ({
    ...{ recipient: 'contact:a', name: 'A', address: 'a@b.example', channel: 'email' as const, messageId: 'm' },
    ...{ state, stateSince, acceptedAt: state === 'accepted' ? stateSince : null, attempts: 1, reply: null },
  }));
  return { kind, revision, deliveries };
}

function window(windowClass: WindowClass = 'standard', inMs = 20 * DAY): CoreWindow {
  return new CoreWindow(openedEvent(openingBody({ class: windowClass }, { inMs })));
}
const START = T0 + 20 * DAY;
const verdicts = (core: CoreWindow, notices: Told[], now = START) =>
  dateProofs(core.log, notices, now).map(({ revision, verdict, givenMs }) => [revision, verdict, givenMs]);

describe('T1: whether the promised notice was kept', () => {
  it('counts from the first delivery that a server accepted', () => {
    const announcement = told(
      'announcement',
      1,
      ['failed', START - 15 * DAY],
      ['accepted', START - 10 * DAY],
      ['accepted', START - 14 * DAY],
      ['uncertain', START - 15 * DAY],
    );
    const [proof] = dateProofs(window().log, [announcement], START);
    expect(proof).toMatchObject({ promisedMs: 14 * DAY, toldAt: START - 14 * DAY, givenMs: 14 * DAY, verdict: 'kept' });
    expect(proof && describeDateProof(proof)).toBe('Told 14 days before the planned start; 14 days were promised.');
  });

  it.each([
    ['within the hour a delivery may take', 14 * DAY - HOUR, 'kept'],
    ['later than that', 14 * DAY - HOUR - MINUTE, 'short'],
  ])('allows for delivery: %s', (_name, givenMs, verdict) => {
    expect(verdicts(window(), [told('announcement', 1, ['accepted', START - givenMs])])).toEqual([
      [1, verdict, givenMs],
    ]);
  });

  it('says by how much it fell short', () => {
    const [proof] = dateProofs(window().log, [told('reminder-3d', 1, ['accepted', START - 3 * DAY])], START);
    expect(proof && describeDateProof(proof)).toBe(
      'Told 3 days before the planned start; 14 days were promised, 11 days too late.',
    );
  });

  it('tells what is to come from what was missed', () => {
    expect(verdicts(window(), [], START - 14 * DAY)).toEqual([[1, 'to-come', null]]);
    expect(verdicts(window(), [], START - 13 * DAY)).toEqual([[1, 'not-told', null]]);
    expect(verdicts(window(), [told('announcement', 1, ['deferred', START - 14 * DAY])])).toEqual([
      [1, 'not-told', null],
    ]);
  });

  it('takes no notice for one of the date that does not tell it', () => {
    const during = (['started', 'progress', 'completed', 'cancelled', 'rfo'] as const).map((kind) =>
      told(kind, 1, ['accepted', START - 15 * DAY]),
    );
    expect(verdicts(window(), during)).toEqual([[1, 'not-told', null]]);
  });

  it('asks of each new date by itself, and of its own notices', () => {
    const core = window();
    core.advance(7 * DAY);
    const moved = START + 16 * DAY;
    core.give('reschedule', { start: iso(moved), end: iso(moved + HOUR), reason: 'Parts are late.' });
    const first = told('announcement', 1, ['accepted', START - 14 * DAY]);
    const second = told('rescheduled', 2, ['accepted', T0 + 7 * DAY + MINUTE]);
    const proofs = dateProofs(core.log, [first, second], START);
    expect(proofs).toMatchObject([
      { revision: 1, verdict: 'kept', reason: null, setAt: T0 },
      { revision: 2, verdict: 'kept', reason: 'Parts are late.', setAt: T0 + 7 * DAY, slot: { startsAt: moved } },
    ]);
    expect(verdicts(core, [first], START)).toMatchObject([
      [1, 'kept', 14 * DAY],
      [2, 'to-come', null],
    ]);
  });

  it('does not ask for the notice of a date that was replaced or called off before it was due', () => {
    const core = window();
    core.give('reschedule', { start: iso(START + DAY), end: iso(START + 2 * DAY), reason: 'x' });
    core.give('cancel', { reason: 'y' });
    expect(verdicts(core, [], START + DAY)).toEqual([
      [1, 'replaced', null],
      [2, 'replaced', null],
    ]);
  });

  it('N2: holds an expedited window to its three days', () => {
    const core = window('expedited', 3 * DAY);
    expect(verdicts(core, [told('announcement', 1, ['accepted', T0 + MINUTE])], T0 + DAY)).toEqual([
      [1, 'kept', 3 * DAY - MINUTE],
    ]);
  });

  it('N3: holds an emergency to being told at once, even after its start', () => {
    const core = window('emergency', -10 * MINUTE);
    const after = (ms: number) => dateProofs(core.log, [told('announcement', 1, ['accepted', T0 + ms])], T0 + DAY)[0];
    expect(after(2 * MINUTE)).toMatchObject({ promisedMs: 0, givenMs: -12 * MINUTE, verdict: 'kept' });
    const late = after(2 * HOUR);
    expect(late?.verdict).toBe('short');
    expect(late && describeDateProof(late)).toBe(
      'Told 2 hours 10 minutes after the planned start, 2 hours after opening; to be told at once was promised.',
    );
    expect(verdicts(core, [], T0 + 30 * MINUTE)).toEqual([[1, 'to-come', null]]);
    expect(verdicts(core, [], T0 + 2 * HOUR)).toEqual([[1, 'not-told', null]]);
  });

  it('knows nothing of a window without a beginning', () => {
    expect(dateProofs([], [], T0)).toEqual([]);
  });
});

describe('T1: whose words a text has', () => {
  it('is said where they are not those that were sent', () => {
    expect(describeWording({ wording: 'as-sent' }, true)).toBeNull();
    expect(describeWording({ wording: 'todays-version' }, true)).toContain('not on record');
    expect(describeWording({ wording: 'todays-version' }, false)).toMatch(/^Not sent\./);
  });

  it('a mail that was tried was sent as far as anybody knows', () => {
    const { deliveries } = told('announcement', 1, ['failed', START]);
    expect(wasSent({ deliveries })).toBe(true);
    expect(wasSent({ deliveries: deliveries.map((one) => ({ ...one, attempts: 0 })) })).toBe(false);
  });
});
