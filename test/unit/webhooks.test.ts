import { DAY, HOUR, MINUTE, SECOND } from '../../domain/shared/time';
import {
  DISABLE_AFTER_MS,
  RETRY_DELAYS,
  webhookOutcome,
  type WebhookVerdict,
} from '../../domain/channels/webhook-delivery';
import { hasLivingAudience, webhookLife } from '../../domain/channels/webhooks';
import { CoreWindow, openedEvent, openingBody, STAFF_POLICY } from '../support/windows';

/** A standard window as far as its announcement. */
function announced(body: Parameters<typeof openingBody>[0] = {}): CoreWindow {
  const window = new CoreWindow(openedEvent(openingBody(body), { policy: STAFF_POLICY }));
  window.advance(1 * DAY);
  return window;
}

const typesOf = (window: CoreWindow) => webhookLife(window.log).events.map(({ type }) => type);

describe('C6: which events of a timeline customers’ systems hear of', () => {
  it('nothing before the announcement, whatever happens', () => {
    const window = new CoreWindow(openedEvent(openingBody()));
    const { startsAt, endsAt } = window.state.spec.slot;
    const later = { start: new Date(startsAt + DAY).toISOString(), end: new Date(endsAt + DAY).toISOString() };
    expect(window.give('reschedule', { ...later, reason: 'Parts are late.' })).toBeUndefined();
    expect(window.give('cancel', { reason: 'No longer needed.' })).toBeUndefined();
    window.finishNotices();
    expect(window.log.map(({ event }) => event.type)).toEqual(['opened', 'rescheduled', 'cancelled']);
    expect(typesOf(window)).toEqual([]);
    expect(webhookLife(window.log).announcedAt).toBeUndefined();
  });

  it('a whole life, each event once and in order, without reminders and lists for staff', () => {
    const window = announced();
    window.finishNotices();
    window.advance(14 * DAY);
    for (const [name, body] of [
      ['start', {}],
      ['post', { message: 'Half of the rack is done.' }],
      ['verify', {}],
    ] as const) {
      expect(window.give(name, body)).toBeUndefined();
    }
    window.advance(3 * HOUR);
    expect(window.give('complete')).toBeUndefined();
    expect(window.give('draftRfo', { summary: 'a', rootCause: 'b' })).toBeUndefined();
    expect(window.give('approveRfo')).toBeUndefined();
    window.finishNotices();
    window.advance(2 * DAY);
    expect(window.notices).toEqual(expect.arrayContaining(['staff-list r1', 'reminder-7d r1', 'rfo r1']));
    expect(typesOf(window)).toEqual([
      'window.announced',
      'window.started',
      'window.updated',
      'window.verifying',
      'window.overdue',
      'window.completed',
      'window.rfo_published',
      'window.closed',
    ]);
  });

  it('N7: a private window is told as a public one: whom it reaches it affects', () => {
    expect(typesOf(announced({ visibility: 'private' }))).toEqual(['window.announced']);
  });

  it('each message has the window as it was after its event, whenever it is read', () => {
    const window = announced();
    const { startsAt, endsAt } = window.state.spec.slot;
    const later = { start: new Date(startsAt + DAY).toISOString(), end: new Date(endsAt + DAY).toISOString() };
    window.give('reschedule', { ...later, reason: 'Parts are late.' });
    window.give('cancel', { reason: 'No longer needed.' });
    const { events, state } = webhookLife(window.log);
    expect(events.map(({ type, state: then }) => [type, then.phase, then.revision, then.spec.slot.startsAt])).toEqual([
      ['window.announced', 'announced', 1, startsAt],
      ['window.rescheduled', 'announced', 2, startsAt + DAY],
      ['window.cancelled', 'cancelled', 3, startsAt + DAY],
    ]);
    expect(state && hasLivingAudience(state)).toBe(false);
  });
});

describe('C6: what becomes of an attempt', () => {
  const answered = (status: number, more: Partial<WebhookVerdict> = {}): WebhookVerdict => ({
    kind: 'answered',
    status,
    answer: 'words',
    ...more,
  });
  const attempt = { attempts: 1, now: 0, failingForMs: 0, jitter: 0 };

  it('is retried for a day, in pauses that grow', () => {
    const total = RETRY_DELAYS.reduce((sum, pause) => sum + pause, 0);
    expect(total).toBeGreaterThanOrEqual(DAY);
    expect(total).toBeLessThan(DAY + HOUR);
    const retries = RETRY_DELAYS.map((_, index) =>
      webhookOutcome(answered(503), { ...attempt, attempts: index + 1, now: 1_000 }),
    );
    expect(retries).toEqual(
      RETRY_DELAYS.map((pause) => ({ state: 'pending', status: 503, answer: 'words', retryAt: 1_000 + pause })),
    );
    expect(webhookOutcome(answered(503), { ...attempt, attempts: RETRY_DELAYS.length + 1 })).toEqual({
      state: 'failed',
      status: 503,
      answer: 'words',
    });
  });

  it.each([200, 201, 204, 299])('%i is delivered', (status) => {
    expect(webhookOutcome(answered(status), attempt).state).toBe('delivered');
  });

  it.each([199, 301, 302, 307, 400, 401, 404, 429, 500, 503])('%i is tried again', (status) => {
    expect(webhookOutcome(answered(status), attempt)).toMatchObject({ state: 'pending', retryAt: 5 * SECOND });
  });

  it('410 switches the endpoint off at once', () => {
    expect(webhookOutcome(answered(410), attempt)).toMatchObject({
      state: 'failed',
      disable: { why: 'gone' },
    });
  });

  it('waits as long as the receiver asks for, up to a day', () => {
    const retryAt = (retryAfterMs: number) => webhookOutcome(answered(429, { retryAfterMs }), attempt);
    expect(retryAt(1)).toMatchObject({ retryAt: 5 * SECOND });
    expect(retryAt(10 * MINUTE)).toMatchObject({ retryAt: 10 * MINUTE });
    expect(retryAt(900 * DAY)).toMatchObject({ retryAt: 1 * DAY });
  });

  it('spreads retries by up to a tenth of the pause', () => {
    expect(webhookOutcome(answered(500), { ...attempt, jitter: 1 })).toMatchObject({ retryAt: 5.5 * SECOND });
  });

  it('switches an endpoint off that has taken nothing for days, once a message is given up, never before', () => {
    const last = { ...attempt, attempts: RETRY_DELAYS.length + 1 };
    const unanswered: WebhookVerdict = { kind: 'unanswered', answer: 'connect ECONNREFUSED' };
    expect(webhookOutcome(unanswered, { ...last, failingForMs: DISABLE_AFTER_MS })).toMatchObject({
      disable: { why: 'silent', forMs: 3 * DAY, last: 'connect ECONNREFUSED' },
    });
    expect(webhookOutcome(unanswered, { ...last, failingForMs: DISABLE_AFTER_MS - 1 })).not.toHaveProperty('disable');
    expect(webhookOutcome(unanswered, { ...attempt, failingForMs: 9 * DISABLE_AFTER_MS }).state).toBe('pending');
  });
});
