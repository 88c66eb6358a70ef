import type { WindowEvent } from '../../domain/window/events';
import { decideWorkReport, type WorkReport } from '../../domain/window/work-report';
import { MINUTE } from '../../domain/shared/time';
import { CoreWindow, openedEvent, openingBody, PLAIN_POLICY } from '../support/windows';

const NONE = { done: 0, failed: 0, unknown: 0, skipped: 0, left: 3 };

function announced(): CoreWindow {
  const body = openingBody({ work: { mode: 'automatic', executor: 'demo' } as never });
  const window = new CoreWindow(openedEvent(body, { reference: 'MW-2026-0001', policy: PLAIN_POLICY }));
  window.runUntil(window.state.spec.slot.startsAt - MINUTE);
  return window;
}

function started(): CoreWindow {
  const window = announced();
  window.advance(MINUTE);
  window.give('start');
  return window;
}

/** The window hears it; the kinds of notices that it begins. */
function hears(window: CoreWindow, report: WorkReport): string[] {
  const events = decideWorkReport(window.state, report, window.now);
  window.apply(events, 'clock');
  return events.flatMap((event: WindowEvent) => (event.type === 'notice-begun' ? [event.notice.kind] : []));
}

describe('S2: a window tells the customers of resources that failed', () => {
  it('whenever more have failed than it knew of, and not again', () => {
    const window = started();
    expect(hears(window, { state: 'going', counts: NONE })).toEqual([]);
    expect(hears(window, { state: 'going', counts: { ...NONE, failed: 1 } })).toEqual(['work-failed']);
    expect(hears(window, { state: 'stopped', because: 'x', counts: { ...NONE, failed: 1 } })).toEqual([]);
    expect(hears(window, { state: 'going', counts: { ...NONE, failed: 2 } })).toEqual(['work-failed']);
  });

  it('also when one has failed while another is tried again, so that there are as many as before', () => {
    const window = started();
    hears(window, { state: 'going', counts: { ...NONE, failed: 1 } });
    expect(hears(window, { state: 'going', counts: { ...NONE, failed: 1 }, newlyFailed: 1 })).toEqual(['work-failed']);
  });

  it('S3: also before its start, when what a customer did has failed; not once it is over', () => {
    const report: WorkReport = { state: 'one-failed' };
    const window = announced();
    expect(hears(window, report)).toEqual(['work-failed']);
    window.give('cancel', { reason: 'not needed' });
    expect(hears(window, report)).toEqual([]);
  });
});
