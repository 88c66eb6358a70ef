import { HOUR, MINUTE } from '../../domain/shared/time';
import { draftFromTimeline } from '../../domain/window/draft-report';
import { rfoFields } from '../../domain/window/rfo-fields';
import { z } from 'zod';
import type { OpeningBody } from '../../domain/window/opening';
import { CoreWindow, openedEvent, openingBody } from '../support/windows';

/** A reason-for-outage report from the timeline (E4). */

function started(body: Partial<OpeningBody> = {}) {
  const window = new CoreWindow(openedEvent(openingBody(body)));
  window.advance(window.state.spec.slot.startsAt - window.now);
  window.give('start');
  return window;
}

describe('E4: a report drafted from the timeline', () => {
  it('says when the work was, what customers were told, and leaves the cause to people', () => {
    const window = started();
    window.advance(HOUR);
    window.give('post', {
      message: 'Half of the servers are back.',
      nextUpdateBy: new Date(window.now + HOUR).toISOString(),
    });
    window.advance(2 * HOUR);
    window.give('complete', { message: 'A spare part was fitted.', customerImpactMinutes: 42 });
    expect(draftFromTimeline(window.log)).toEqual({
      state: 'final',
      summary: [
        '"Replace the power distribution unit of rack A12" was planned for Thu 10 Dec 2026, 00:00 to 02:00 UTC. The work began Thu 10 Dec 2026, 00:00 UTC. It ended Thu 10 Dec 2026, 03:00 UTC.',
        'That was 1 hour after the planned end.',
        '',
        'What happened:',
        'Thu 10 Dec 2026, 00:00 UTC: Work started',
        'Thu 10 Dec 2026, 01:00 UTC: Half of the servers are back.',
        'Thu 10 Dec 2026, 02:00 UTC: The work runs past its planned end',
        'Thu 10 Dec 2026, 03:00 UTC: Work completed (customers saw 42 minutes): A spare part was fitted.',
      ].join('\n'),
      customerImpact: 'Each server loses power once. Planned were 30 minutes. Customers saw it for 42 minutes.',
      rootCause: '',
      resolution: 'A spare part was fitted.',
    });
  });

  it('is preliminary while the work goes on, and an emergency has its cause on record', () => {
    const window = started({ class: 'emergency' });
    window.give('cancel', { reason: 'The new part is faulty.' });
    expect(draftFromTimeline(window.log)).toMatchObject({
      state: 'preliminary',
      summary: expect.stringMatching(/called off[\s\S]*rolled back[\s\S]*The new part is faulty\./) as string,
      rootCause: 'The fault is being exploited.',
    });
  });

  it('T3: has nothing in it that customers were not told', () => {
    const window = started();
    window.give('nominate', { pointOfContact: 'secret@provider.example' });
    window.apply([{ type: 'degraded', because: 'secret-host is down' }], 'api');
    expect(JSON.stringify(draftFromTimeline(window.log))).not.toContain('secret');
  });

  it('fits a report, however long the night was, and says how much it left out', () => {
    const window = started();
    for (let n = 0; n < 40; n++) {
      window.advance(MINUTE);
      window.give('post', { message: `Update ${String(n)}: ${'x'.repeat(400)}` });
    }
    const { rootCause: _empty, ...draft } = draftFromTimeline(window.log) ?? { rootCause: '' };
    expect(z.object(rfoFields).omit({ rootCause: true }).safeParse(draft).error).toBeUndefined();
    expect(JSON.stringify(draft)).toMatch(/… and \d+ more lines of the timeline/);
  });

  it('there is none before the work', () => {
    expect(draftFromTimeline(new CoreWindow(openedEvent(openingBody())).log)).toBeUndefined();
  });
});
