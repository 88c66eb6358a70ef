import fc from 'fast-check';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { NoticeKind } from '../../domain/notices/notices';
import { rehearse, type RehearsalPlan } from '../../domain/planning/rehearsal';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { evolve } from '../../domain/window/evolve/evolve';
import { WINDOW_CLASSES } from '../../domain/window/types';
import { CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const three = (_kind: NoticeKind): NoticeCounts => ({
  ...{ organizations: 2, recipients: 3, accepted: 3, failed: 0, uncertain: 0, superseded: 0 },
});
const lived = (body: ReturnType<typeof openingBody>, plan: RehearsalPlan = {}) =>
  rehearse(evolve(undefined, openedEvent(body, { policy: PROCESS_POLICY })), T0, plan, three);
const kinds = (rehearsal: ReturnType<typeof lived>) => rehearsal.notices.map(({ notice }) => notice.kind);

describe('L11: a rehearsed life', () => {
  it('ends, in order of time, whatever the plan', () => {
    const minutes = fc.integer({ min: 0, max: 10_080 });
    const maybe = (arbitrary: fc.Arbitrary<number>) => fc.option(arbitrary, { nil: undefined });
    fc.assert(
      fc.property(
        fc.constantFrom(...WINDOW_CLASSES),
        fc.integer({ min: 4 * DAY, max: 60 * DAY }),
        fc.record({ draft: fc.boolean(), automaticStart: fc.boolean(), late: minutes, over: minutes }),
        maybe(fc.integer({ min: 0, max: 70 * DAY })),
        maybe(fc.integer({ min: 0, max: 70 * DAY })),
        (windowClass, inMs, { draft, automaticStart, late, over }, cancelIn, moveIn) => {
          const body = openingBody({ class: windowClass, draft, automaticStart }, { inMs });
          const to = { startsAt: T0 + 100 * DAY, endsAt: T0 + 100 * DAY + HOUR };
          const { notices, events, end, refused } = lived(body, {
            ...{ startsLateMs: late * MINUTE, endsLateMs: over * MINUTE },
            ...(cancelIn === undefined ? {} : { cancelAt: T0 + cancelIn }),
            ...(moveIn === undefined ? {} : { reschedule: { at: T0 + moveIn, to } }),
          });
          const moments = events.map(({ at }) => at);
          expect(moments).toEqual([...moments].sort((a, b) => a - b));
          expect(['closed', 'completed', 'rolled-back', 'cancelled', 'delayed']).toContain(end.phase);
          // a start that comes after the planned end is refused (L12)
          expect(end.phase !== 'delayed' || refused.some(({ command }) => command === 'start')).toBe(true);
          const names = notices.map(
            ({ notice }) => `${notice.kind} ${String(notice.ordinal)} r${String(notice.revision)}`,
          );
          expect(new Set(names).size).toBe(names.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('goes on from the middle of a life', () => {
    const window = new CoreWindow(openedEvent(openingBody({}, { inMs: 20 * DAY }), { policy: PROCESS_POLICY }));
    window.advance(14 * DAY);
    window.finishNotices();
    expect(kinds(rehearse(window.state, window.now, {}, three))).toEqual([
      ...[
        'staff-nag',
        'reminder-3d',
        'staff-nag',
        'reminder-1d',
        'staff-nag',
        'started',
        'overrun-question',
        'completed',
      ],
    ]);
  });

  it('nags nobody where no staff has customers', () => {
    const nobody = (kind: NoticeKind) => (kind === 'staff-list' ? { ...three(kind), recipients: 0 } : three(kind));
    const state = evolve(undefined, openedEvent(openingBody(), { policy: PROCESS_POLICY }));
    const { notices } = rehearse(state, T0, {}, nobody);
    expect(notices.map(({ notice }) => notice.kind)).not.toContain('staff-nag');
  });

  it('says what people would not be allowed to do', () => {
    const { refused } = lived(openingBody(), { cancelAt: T0 + 100 * DAY, startsLateMs: 0 });
    expect(refused).toEqual([]);
    const to = { startsAt: T0 + 3 * DAY, endsAt: T0 + 3 * DAY + HOUR };
    const moved = lived(openingBody(), { reschedule: { at: T0 + DAY, to } });
    expect(moved.refused).toMatchObject([{ at: T0 + DAY, command: 'reschedule', refusal: { code: 'notice-debt' } }]);
    expect(iso(moved.end.spec.slot.startsAt)).toBe(iso(T0 + 15 * DAY));
  });
});
