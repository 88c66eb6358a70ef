import { setTimeout as pause } from 'node:timers/promises';
import type { TemplateWordings } from '../../domain/notices/message-template';
import { KnownError } from '../../domain/shared/errors';
import { imagine, SAMPLE } from '../../use-cases/wording/imagined-window';
import { tryWordings, writeWordings } from '../../use-cases/wording/write-wordings';
import { watched } from '../support/watched';
import { T0 } from '../support/windows';

/** Templates that take too much: refused with the field, the figure and the way out, while nothing else waits (T8). */

const MB = 1_048_576;
/** `b` is as long as two of `a`, and so on, so many times. */
function doublings(times: number): string {
  const name = (n: number) => `v${String(n)}`;
  const each = Array.from(
    { length: times },
    (_, n) => `{% capture ${name(n + 1)} %}{{ ${name(n)} }}{{ ${name(n)} }}{% endcapture %}`,
  );
  return `{% assign v0 = provider %}${each.join('')}{{ ${name(times)} }}`;
}
const inLanguages = (count: number, introduction: string): TemplateWordings =>
  Object.fromEntries(
    ['en', ...Array.from({ length: count - 1 }, (_, n) => `x${String.fromCharCode(97 + n)}`)].map((tag) => [
      tag,
      { introduction },
    ]),
  );

const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ['25 doublings by capture', doublings(25), /at most 20000 are possible: capture less/],
  [
    'doublings by append',
    `{% assign a = provider %}${'{% assign a = a | append: a %}'.repeat(60)}{{ a }}`,
    /memory|limit|MB|seconds/,
  ],
  [
    'a replacement that grows',
    `{% assign a = 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' %}${"{% assign a = a | replace: 'a', a %}".repeat(12)}{{ a }}`,
    /memory|limit|MB|seconds/,
  ],
  [
    'a text printed a thousand times',
    `{% capture a %}${'x'.repeat(3_900)}{% endcapture %}${'{{a}}'.repeat(780)}`,
    /becomes a text of 30\d{5} characters; at most 20000 are possible: print less/,
  ],
];

async function refusalOf(wordings: TemplateWordings, write = tryWordings): Promise<KnownError> {
  const template = { language: 'en', wordings };
  const { facts, title } = imagine({ ...template, class: undefined, reason: undefined }, SAMPLE, 'Provider', T0);
  const refusal: unknown = await write(template, facts, title).then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof KnownError)) throw new Error('the template was written', { cause: refusal });
  return refusal;
}

beforeAll(async () => {
  // starting a thread is not what is measured
  await Promise.all([
    refusalOf({ en: { introduction: '{{ nothing }}' } }),
    refusalOf({ en: { introduction: '{{ nothing }}' } }),
  ]);
});

test.each(HOSTILE)(
  'T8: %s: refused with the field and the figure, in one language and in twenty',
  async (_name, source, why) => {
    for (const languages of [1, 20]) {
      const idle = await watched(() => pause(500));
      let refusal: KnownError | undefined;
      const { grown, heldMs } = await watched(async () => (refusal = await refusalOf(inLanguages(languages, source))));
      expect(refusal?.code).toBe('invalid-body');
      expect(refusal?.faults[0]?.field).toBe('wordings.en.introduction');
      expect(refusal?.faults[0]?.message).toMatch(why);
      expect(grown).toBeLessThan(256 * MB);
      expect(heldMs).toBeLessThan(100 + idle.heldMs);
    }
  },
);

test('T8: at an opening, too, and the next template is written', async () => {
  const refusal = await refusalOf({ en: { introduction: doublings(25) } }, writeWordings);
  expect(refusal.message).toMatch(/^The template cannot be written for this window: en\.introduction .*20000/);
  const template = { language: 'en', wordings: { en: { introduction: '{{ provider }} works.' } } };
  const { facts, title } = imagine({ ...template, class: undefined, reason: undefined }, SAMPLE, 'Provider', T0);
  expect(await writeWordings(template, facts, title)).toEqual({ en: { introduction: 'Provider works.' } });
});
