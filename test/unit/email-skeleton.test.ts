import fc from 'fast-check';
import type { OutgoingMail } from '../../activities/ports/mail';
import {
  listOf,
  modelOf,
  organizationName,
  subscriptionOf,
  type ModelContext,
} from '../../channels/email/content/mail-model';
import { createComposer } from '../../channels/email/mime/compose';
import { createMessageRenderer } from '../../channels/email/content/render';
import { createSkeletons, type SkeletonSource } from '../../channels/email/content/skeleton/skeletons';
import { createTemplates } from '../../channels/email/content/template-engines';
import { zoneOf, type Zone } from '../../channels/email/content/times';
import { wrapBody } from '../../channels/email/content/words';
import type { MessageFacts } from '../../domain/notices/message';
import { customer, everybody, plainFacts } from '../support/any-mail';
import { hostileFacts } from '../support/hostile-mail';
import { sampleFacts, sampleMessage } from '../support/sample-messages';
import { sentText } from '../support/sent-text';

jest.setTimeout(180_000);

const templates = createTemplates();
const zones = new Map<string, Zone | undefined>();
const zone: ModelContext['zone'] = (name, language) => {
  const key = `${language.tag} ${name}`;
  if (!zones.has(key)) zones.set(key, zoneOf(name, language));
  return zones.get(key);
};
const utc: ModelContext['utc'] = (language) => {
  const found = zone('UTC', language);
  if (!found) throw new Error('no time zones');
  return found;
};
const links: ModelContext['links'] = (id) => ({
  manage: `https://p.example/m?id=${id}&x`,
  unsubscribe: `https://p.example/u/${id}`,
});
const context: ModelContext = {
  providerName: 'Example Provider',
  publicUrl: 'https://p.example',
  links,
  hasConsole: false,
  hasPortal: true,
  acts: () => [],
  utc,
  zone,
};

/** The real parts, and how often a template was rendered through them. */
function counted(changes: Partial<SkeletonSource> = {}) {
  const counts = { renders: 0 };
  const render: SkeletonSource['render'] = changes.render ?? ((kind, model) => templates.render(kind, model));
  const source: SkeletonSource = {
    model: (message) => modelOf(message, context),
    organizationName: (message) => organizationName(message, context),
    resources: (message) => listOf(message, context),
    subscription: (message) => subscriptionOf(message, context),
    finish: ({ text, html }) => ({ text: wrapBody(text), html }),
    ...changes,
    render: (kind, model) => {
      counts.renders++;
      return render(kind, model);
    },
  };
  const plain = async (message: MessageFacts) =>
    source.finish(await render(message.facts.notice.kind, source.model(message)));
  return { skeletons: createSkeletons(source), plain, counts };
}

it('N8: a mail filled into a skeleton is byte for byte the one rendered in full, whatever facts, zones and names', async () => {
  const composer = createComposer({ name: 'Maintenance', address: 'maintenance@provider.example' });
  const options = {
    ...{ providerName: 'Example & Provider', publicUrl: 'https://p.example' },
    tokenFor: (recipient: string) => `${recipient}&`,
  };
  const shared = createMessageRenderer(options);
  const bytesOf = (mail: OutgoingMail | undefined, eightBit: boolean) =>
    mail && sentText(composer.compose(mail, { eightBit }));
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(plainFacts, hostileFacts),
      fc.array(customer, { minLength: 1, maxLength: 3 }),
      async (facts, customers) => {
        const all = everybody(facts, customers);
        // rendered in full: facts nobody has seen have no skeleton
        const full: OutgoingMail[] = [];
        for (const message of all) full.push(await shared.render({ ...message, facts: { ...facts } }));
        // three times, so that each shape has been seen often enough to be shared
        for (let time = 0; time < 3; time++) {
          for (const [index, message] of all.entries()) {
            const filled = await shared.render(message);
            expect({ ...filled, pieces: undefined }).toEqual(full[index]);
            for (const eightBit of [true, false]) {
              expect(bytesOf(filled, eightBit)).toBe(bytesOf(full[index], eightBit));
            }
          }
        }
      },
    ),
    { numRuns: 25 },
  );
});

/** Without the pieces, which only a shared mail has. */
function textsOf({ text, html }: { text: string; html: string }) {
  return { text, html };
}

it('a template is rendered three times for all who differ in names alone', async () => {
  const { skeletons, plain, counts } = counted();
  const facts = sampleFacts('announcement');
  const messages = Array.from({ length: 20 }, (_, index) =>
    sampleMessage(facts, { recipient: { name: `Person ${String(index)}`, address: 'p@customer.example' } }),
  );
  for (const message of messages) expect(textsOf(await skeletons.render(message))).toEqual(await plain(message));
  // twice in full, once with holes
  expect(counts.renders).toBe(3);
});

it('another zone, locale, impact or number of resources is another shape', async () => {
  const { skeletons, plain, counts } = counted();
  const facts = sampleFacts('announcement');
  const { organization, resources } = sampleMessage(facts);
  const others: Partial<MessageFacts>[] = [
    {},
    { organization: { ...organization, timeZone: 'Asia/Kolkata' } },
    { organization: { ...organization, timeZone: 'UTC' } },
    { organization: { ...organization, locale: 'de' } },
    { resources: resources.slice(1) },
    { resources: resources.map((one) => ({ ...one, impact: 'degraded' as const })) },
    // no zone ends where another's locale begins
    { organization: { ...organization, timeZone: 'No\nWhere', locale: 'en' } },
    { organization: { ...organization, timeZone: 'No', locale: 'Where\nen' } },
  ];
  for (let time = 0; time < 4; time++) {
    for (const other of others) {
      const message = sampleMessage(facts, other);
      expect(textsOf(await skeletons.render(message))).toEqual(await plain(message));
    }
  }
  expect(counts.renders).toBe(3 * others.length);
});

it('a template that computes with a name is never shared', async () => {
  const { skeletons, plain, counts } = counted({
    render: async (kind, model) => {
      const { html, text } = await templates.render(kind, model);
      return { html, text: `${text}\n${String(model.greeting.length)} characters` };
    },
  });
  const facts = sampleFacts('announcement');
  for (const name of ['Zoë', 'Zoë Ndiaye', 'Abe', 'Bea Lee', 'Cy']) {
    const message = sampleMessage(facts, { recipient: { name, address: 'p@customer.example' } });
    expect(textsOf(await skeletons.render(message))).toEqual(await plain(message));
  }
  // five in full, and one with holes that told so
  expect(counts.renders).toBe(6);
});

it('no text passes for a hole', async () => {
  const { skeletons, plain } = counted();
  const facts = sampleFacts('announcement', { title: '\ue0000\ue001 \ue0001\ue001', customerAction: '\ue000\n\ue001' });
  for (const name of ['\ue0000\ue001', '\ue000ffffffffffffffffffffffff0\ue001', 'Zoë', '\ue001']) {
    const message = sampleMessage(facts, { recipient: { name, address: 'p@customer.example' } });
    expect(textsOf(await skeletons.render(message))).toEqual(await plain(message));
  }
});

it('many shapes are forgotten again, and come out the same afterwards', async () => {
  const { skeletons, plain } = counted();
  const facts = sampleFacts('announcement');
  const { organization } = sampleMessage(facts);
  const shapes = 130;
  const message = (index: number) =>
    sampleMessage(facts, { organization: { ...organization, timeZone: `No/Where-${String(index)}` } });
  for (let index = 0; index < shapes; index++) await skeletons.render(message(index));
  for (let index = 0; index < 10; index++) {
    expect(await skeletons.render(message(index))).toEqual(await plain(message(index)));
  }
});
