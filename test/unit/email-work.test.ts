import { createMessageRenderer } from '../../channels/email/content/render';
import type { AffectedResource, MessageFacts, ResourceWork } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';
import { PAGE_ORGANIZATION } from '../../domain/notices/page-audience';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { begunNotices } from '../../domain/window/facts';
import { textOfHtml } from '../support/html';
import { SAMPLE_RESOURCES, sampleFacts, sampleMessage } from '../support/sample-messages';
import { CoreWindow, openedEvent, openingBody, PLAIN_POLICY } from '../support/windows';

const renderer = createMessageRenderer({ providerName: 'Prov', publicUrl: 'https://status.provider.example' });
const { slot } = sampleFacts('announcement');
const UNTIL = slot.startsAt - HOUR;

/** Both bodies, as people read them. */
async function bodies(message: MessageFacts): Promise<string[]> {
  const { text, html } = await renderer.render(message);
  return [text, textOfHtml(html)].map((body) => body.replace(/\s+/g, ' '));
}

describe('S3: a window whose work customers may do themselves', () => {
  it.each(['announcement', 'reminder-1d', 'rescheduled', 'changed', 'catch-up'] as const)(
    'the %s says until when, in UTC and where its reader is, and how',
    async (kind) => {
      for (const body of await bodies(sampleMessage(sampleFacts(kind, { selfServiceUntil: UNTIL })))) {
        expect(body).toContain('You can do this yourself before the window');
        expect(body).toContain('Until Thu 10 Dec 2026, 00:00 (UTC)');
        expect(body).toContain('Until Thu 10 Dec 2026, 01:00 (Europe/Paris, UTC+1)');
        expect(body).toContain('forewarn maintenance:restart <resource> --window MW-2026-0001');
      }
    },
  );

  it('a subscriber of the page, who has no resources, is not told', async () => {
    const organization = { id: PAGE_ORGANIZATION, name: '', timeZone: 'UTC', locale: 'en' };
    const message = sampleMessage(sampleFacts('announcement', { selfServiceUntil: UNTIL }), { organization });
    for (const body of await bodies(message)) expect(body).not.toContain('maintenance:restart');
  });

  it('S8: where the window offers other nights, mails before it say until when one can be chosen, and how', async () => {
    for (const body of await bodies(sampleMessage(sampleFacts('reminder-7d', { otherNightUntil: UNTIL })))) {
      expect(body).toContain('You can choose another night Until Thu 10 Dec 2026, 00:00 (UTC)');
      expect(body).toContain('forewarn maintenance:nights MW-2026-0001');
      expect(body).toContain('forewarn maintenance:move <resource> --to <window>');
    }
    const told = untilByKind({ selfService: false }, 'otherNightUntil', { alternatives: ['MW-2026-0042'] });
    expect(told).toMatchObject({ announcement: HOUR, 'reminder-1d': HOUR, started: undefined });
    expect(new Set(Object.values(untilByKind({ selfService: true }, 'otherNightUntil')))).toEqual(new Set([undefined]));
  });

  /** What each notice of a window's life says of it, up to its start. */
  function untilByKind(
    work: Record<string, unknown>,
    field: 'selfServiceUntil' | 'otherNightUntil' = 'selfServiceUntil',
    more: Record<string, unknown> = {},
  ): Record<string, number | undefined> {
    const body = openingBody({ work: { executor: 'demo', ...work }, ...more });
    const window = new CoreWindow(openedEvent(body, { reference: 'MW-2026-0001', policy: PLAIN_POLICY }));
    const { startsAt } = window.state.spec.slot;
    const told: Record<string, number | undefined> = {};
    const take = () => {
      for (const { facts } of begunNotices(window.state, window.log)) {
        told[facts.notice.kind] ??= facts[field] && startsAt - facts[field];
      }
    };
    for (let at = window.now; at < startsAt; at += DAY / 2) {
      window.runUntil(at);
      take();
    }
    window.runUntil(startsAt);
    window.give('start');
    take();
    return told;
  }

  it('its facts have the time of the lock-in as long as it has not come, and nothing without self-service', () => {
    expect(untilByKind({ selfService: true, lockInMinutes: 90 })).toMatchObject({
      ...{ announcement: 90 * MINUTE, 'reminder-7d': 90 * MINUTE, 'reminder-1d': 90 * MINUTE, started: undefined },
    });
    expect(untilByKind({ selfService: true, lockInMinutes: 2 * 24 * 60 })).toMatchObject({
      ...{ announcement: 2 * DAY, 'reminder-7d': 2 * DAY, 'reminder-1d': undefined },
    });
    expect(new Set(Object.values(untilByKind({ selfService: false })))).toEqual(new Set([undefined]));
  });
});

describe('S2: what has become of the work on each resource', () => {
  const worked = (...work: readonly ResourceWork[]): AffectedResource[] =>
    SAMPLE_RESOURCES.map((resource, i) => ({ ...resource, ...(work[i] ? { work: work[i] } : {}) }));
  const of = (state: ResourceWork['state'], by: ResourceWork['by'] = 'window'): ResourceWork => ({
    ...{ state, by, attempt: 1 },
    // half an hour before midnight in UTC is the next day in Paris
    since: slot.startsAt - 90 * MINUTE,
  });
  const said = (kind: NoticeKind, resources: AffectedResource[]) =>
    bodies(sampleMessage(sampleFacts(kind), { resources }));

  it('each has its word, with the day in the reader’s zone where the reader did it', async () => {
    for (const body of await said('completed', worked(of('done', 'customer'), of('done'), of('failed')))) {
      // what has failed comes first
      expect(body).toMatch(/orders .* failed .*web-1 .*done by you on Thu 10 Dec 2026 .*web-2 .* done/);
    }
    for (const body of await said('progress', worked(of('running'), of('unknown'), of('due')))) {
      expect(body).toMatch(/web-1 .*under way .*web-2 .*to be checked .*orders .*still to do/);
    }
    for (const body of await said('completed', worked(of('done'), of('skipped'), of('due')))) {
      expect(body).toMatch(/web-1 .*done .*web-2 .*not done .*orders .*not done/);
    }
  });

  it('while all of it is due there is nothing to say, and the mail is as it would be without a work list', async () => {
    const facts = sampleFacts('announcement');
    const mail = await renderer.render(sampleMessage(facts));
    const resources = worked(of('due', null), of('due', null), of('due', null));
    expect(await renderer.render(sampleMessage(facts, { resources }))).toEqual(mail);
  });
});
