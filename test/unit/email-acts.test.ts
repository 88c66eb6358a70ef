import { createMessageRenderer } from '../../channels/email/content/render';
import { objectionMail } from '../../channels/email/content/objection-mail';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import type { NoticeFacts } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';
import { DAY } from '../../domain/shared/time';
import { createActLinks } from '../../store/access/act-links';
import { sampleFacts, sampleMessage } from '../support/sample-messages';

/** The links by which staff act, in their mails (N12, P1, P3, L6, L8). */

const links = createActLinks([Buffer.alloc(32, 7)]);
const renderer = createMessageRenderer({
  ...{ providerName: 'Nimbus', publicUrl: 'https://status.nimbus.example/', actTokenFor: links.tokenFor },
});

async function render(kind: NoticeKind, id: string, changes: Partial<NoticeFacts> = {}) {
  const recipient = { name: 'Rita', address: 'rita@provider.example', id };
  const organization = { id, name: 'Rita', timeZone: 'Etc/UTC', locale: 'en' };
  return renderer.render(sampleMessage(sampleFacts(kind, changes), { recipient, organization }));
}

const tokensIn = (text: string) =>
  [...text.matchAll(/https:\/\/status\.nimbus\.example\/act\/([\w.-]+)/g)].map(([, token = '']) => links.read(token));

test('an approval request carries both answers, as text and as links, until the answer is due', async () => {
  const answerBy = sampleFacts('approval-request').now + DAY;
  const mail = await render('approval-request', 'staff:mara', { answerBy });
  const said = { reference: 'MW-2026-0001', revision: 1, person: 'staff:mara', expiresAt: answerBy };
  const expected = [
    { ...said, act: 'approve' },
    { ...said, act: 'requestChanges' },
  ];
  expect(tokensIn(mail.text)).toEqual(expected);
  expect(tokensIn(mail.html)).toEqual(expected);
  expect(mail.text).toMatch(/^Approve:\n {2}https:\/\/\S+$/m);
  expect(mail.html).toMatch(
    /<a [^>]*href="https:\/\/status\.nimbus\.example\/act\/[^"]+"[^>]*><strong>Ask for changes/,
  );
});

test('each reader has links of their own, however alike their mails are', async () => {
  for (const id of ['staff:mara', 'staff:mo', 'staff:esra', 'contact-point']) {
    const persons = tokensIn((await render('escalation', id)).text).map((token) => token?.person);
    expect(persons).toHaveLength(2);
    for (const person of persons) expect(person).toMatch(id === 'contact-point' ? /^contact-point\.[\w-]{12}$/ : id);
  }
});

test.each(NOTICE_KINDS)('%s: customers, and mails that are only shown, have no such link', async (kind) => {
  expect((await render(kind, 'contact:zoe')).text).not.toContain('/act/');
  const shown = sampleMessage(sampleFacts(kind));
  expect((await renderer.render(shown)).text).not.toContain('/act/');
});

test('N12: a list says that an answer ticks it off where Forewarn reads answers, and one of the start does not', async () => {
  const recipient = { name: 'Rita', address: 'rita@provider.example', id: 'staff:rita' };
  const reading = createMessageRenderer({ providerName: 'Nimbus', publicUrl: 'https://p.example', repliesTick: true });
  const hint = 'you can also answer this mail with "told"';
  const textOf = async (changes: Partial<NoticeFacts>, by = reading) =>
    (await by.render(sampleMessage(sampleFacts('staff-list', changes), { recipient }))).text.replace(/\s+/g, ' ');
  expect(await textOf({})).toContain(hint);
  expect(await textOf({}, renderer)).not.toContain(hint);
  const { startedAt = 0, phase } = sampleFacts('started');
  const begun = await textOf({ phase, startedAt, now: startedAt });
  expect(begun).not.toContain(hint);
});

test('what customers have said carries the link that ticks it off; nowhere without a key', () => {
  const news = {
    ...({ kind: 'message', id: 3, taskId: 12, reference: 'MW-2026-0001', title: 'Rack A12', words: {} } as const),
    ...{ to: { name: 'Rita', address: 'rita@provider.example', locale: 'en' }, organizationName: 'Acme' },
    ...{ objection: 'Please not on <b>Friday</b>.', reason: null, startsAt: 0, locksAt: 0, dueFor: 1_000 },
  };
  const sender = { providerName: 'Nimbus', messageDomain: 'nimbus.example' };
  const mail = objectionMail({ ...news, tickUrl: 'https://status.nimbus.example/act/x.y' }, sender);
  expect(mail.subject).toBe('[MW-2026-0001] Acme has written and waits for an answer');
  expect(mail.text).toContain('A person of Acme has written about MW-2026-0001');
  expect(mail.text).toContain('  https://status.nimbus.example/act/x.y');
  expect(mail.html).toContain('&lt;b&gt;Friday');
  expect(objectionMail(news, sender).text).toContain('forewarn tasks done 12');
  const unknown = objectionMail({ ...news, reference: '', organizationName: null }, sender);
  expect(unknown.subject).toBe('Somebody has written and waits for an answer');
  expect(unknown.text.replace(/\s+/g, ' ')).toContain('nobody could say which window it is about');
});
