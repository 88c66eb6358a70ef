import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { describeEvent } from '../../domain/window/events';
import { CoreWindow, iso, openedEvent, openingBody, T0 } from '../support/windows';

const linesOf = (window: CoreWindow) => window.log.map(({ event }) => describeEvent(event));

test('T2: the timeline of an emergency reads as what happened', () => {
  const window = new CoreWindow(openedEvent(openingBody({ class: 'emergency' }, { inMs: 0 })));
  window.give('start', { note: 'Crew is on site.' });
  window.give('post', { message: 'Half done.', nextUpdateBy: iso(T0 + 30 * MINUTE) });
  window.finishNotices(1);
  window.advance(2 * HOUR);
  window.give('complete', { customerImpactMinutes: 12 });
  expect(linesOf(window)).toEqual([
    'Opened as emergency: Replace the power distribution unit of rack A12',
    'Notice announcement of revision 1 begun',
    'Work started: Crew is on site.',
    'Notice started of revision 1 begun',
    'Progress: Half done. (next update by 2026-11-25T00:30:00Z)',
    'Notice progress-1 of revision 1 begun',
    'Notice announcement of revision 1 settled: 1 of 2 accepted, 1 failed',
    'Notice started of revision 1 settled: 1 of 2 accepted, 1 failed',
    'Notice progress-1 of revision 1 settled: 1 of 2 accepted, 1 failed',
    'The update promised by 2026-11-25T00:30:00Z has not come',
    'The work runs past its planned end',
    'Work completed (customers saw 12 minutes)',
    'Notice completed of revision 1 begun',
  ]);
});

test('N10, L5: folded reminders and the moved date are named', () => {
  const window = new CoreWindow(openedEvent(openingBody({}, { inMs: 20 * DAY })));
  window.advance(7 * DAY);
  window.advance(10.5 * DAY, { leap: true });
  window.give('reschedule', { start: iso(T0 + 40 * DAY), end: iso(T0 + 41 * DAY), reason: 'Parts are late.' });
  window.give('cancel', { reason: 'Not needed.' });
  expect(linesOf(window).slice(2)).toEqual([
    'Notice reminder-3d of revision 1 begun, standing in for reminder-7d',
    'Rescheduled from 2026-12-15T00:00:00Z to 2027-01-04T00:00:00Z: Parts are late.',
    'Notice rescheduled of revision 2 begun',
    'Cancelled: Not needed.',
    'Notice cancelled of revision 3 begun',
  ]);
});
