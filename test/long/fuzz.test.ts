import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import type { TemplateWordings } from '../../domain/notices/message-template';
import { KnownError } from '../../domain/shared/errors';
import { COMMAND_NAMES } from '../../domain/window/commands/commands';
import { decideBatch } from '../../domain/window/batch';
import { REPORT_NAMES } from '../../domain/window/reports';
import { readCsv } from '../../store/inventory/import/csv';
import { readJsonLines } from '../../store/inventory/import/json-lines';
import { INVENTORY_TABLES } from '../../store/inventory/import/rows';
import { imagine, SAMPLE } from '../../use-cases/wording/imagined-window';
import { tryWordings } from '../../use-cases/wording/write-wordings';
import { readSignal } from '../../workflows/inbox/handlers';
import { HOSTILE_MAILS } from '../support/hostile-inbound';
import { SEED } from '../support/seed';
import { watched } from '../support/watched';
import { CoreWindow, openedEvent, openingBody, T0 } from '../support/windows';

/**
 * Random input under the limits, through what reads it: nothing holds the event loop over 100 ms or makes the process grow by
 * over 256 MB (T8). Mail has the same in test/unit/mail-reader.
 */

const MB = 1_048_576;
const BUDGET_MS = 60_000;

jest.setTimeout(4 * BUDGET_MS);

/** Does it for each sample while the budget lasts; what only a loaded machine does is tried again. Returns how many were done. */
async function holdsNothing<T>(samples: readonly T[], work: (sample: T) => Promise<unknown>): Promise<number> {
  const until = Date.now() + BUDGET_MS;
  let done = 0;
  for (const sample of samples) {
    if (Date.now() > until) break;
    let held = Infinity;
    let grown = Infinity;
    for (let tries = 0; tries < 4 && (held >= 100 || grown >= 256 * MB); tries++) {
      const idle = tries === 0 ? 0 : (await watched(() => pause(300))).heldMs;
      const figures = await watched(() => work(sample));
      held = figures.heldMs - idle;
      grown = figures.grown;
    }
    if (held >= 100 || grown >= 256 * MB)
      throw new Error(`${String(held)} ms, ${String(grown / MB)} MB: ${JSON.stringify(sample).slice(0, 2_000)}`);
    done++;
  }
  return done;
}

const samplesOf = <T>(of: fc.Arbitrary<T>, numRuns: number) => fc.sample(of, { seed: SEED, numRuns });

const longText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .tuple(fc.constantFrom('a', '@', ',', '"', '\\', ' ', '\n', '(', '<', '{{', '\u202e', '9'), fc.nat(200_000))
    .map(([piece, times]) => piece.repeat(times)),
);

test('T8: signals: whatever one brings is read and decided', async () => {
  const names = [...COMMAND_NAMES, ...REPORT_NAMES, 'nothing', '__proto__', 'constructor'];
  const words = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      longText,
      fc.double(),
      fc.bigInt().map(Number),
      fc.constant(null),
      tie('list'),
      tie('object'),
    ),
    list: fc.array(tie('value'), { maxLength: 60 }),
    object: fc.dictionary(
      fc.oneof(
        fc.constantFrom(
          'by',
          'reason',
          'slot',
          'startsAt',
          'scope',
          'notice',
          'kind',
          'revision',
          'ordinal',
          'counts',
          'channel',
          'text',
        ),
        fc.string(),
      ),
      tie('value'),
      { maxKeys: 12 },
    ),
  })).value;
  const burst = fc.array(fc.tuple(fc.constantFrom(...names), words), { minLength: 1, maxLength: 20 });
  const core = new CoreWindow(openedEvent(openingBody()));
  const done = await holdsNothing(samplesOf(burst, 2_000), async (signals) => {
    await pause(0);
    const waiting = signals.map(([name, word]) => readSignal(name, word));
    const { outcomes } = decideBatch(core.state, waiting, T0 + 60_000);
    expect(outcomes.length).toBeGreaterThan(0);
  });
  expect(done).toBeGreaterThan(50);
});

test('T8: imports: whatever a file holds is rows or faults', async () => {
  const line = fc.oneof(
    longText,
    fc.array(longText, { maxLength: 8 }).map((cells) => cells.join(',')),
    fc.object({ maxDepth: 5 }).map((value) => JSON.stringify(value)),
    fc.nat(3_000).map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  );
  const file = fc.record({
    table: fc.constantFrom(...INVENTORY_TABLES),
    head: fc.constantFrom('id,name,timeZone\n', 'path,name\n', '\ufeffid;name\n', ''),
    lines: fc.array(line, { maxLength: 60 }),
    end: fc.constantFrom('\n', '\r\n', '\r', '\u2028'),
    isJson: fc.boolean(),
  });
  const done = await holdsNothing(samplesOf(file, 1_000), async ({ table, head, lines, end, isJson }) => {
    const bytes = Buffer.from((isJson ? '' : head) + lines.join(end));
    async function* pieces() {
      for (let at = 0; at < bytes.length; at += 65_536) {
        await pause(0);
        yield bytes.subarray(at, at + 65_536);
      }
    }
    let rows = 0;
    for await (const _ of isJson ? readJsonLines(pieces()) : readCsv(table, pieces())) rows++;
    expect(rows).toBeGreaterThanOrEqual(0);
  });
  expect(done).toBeGreaterThan(50);
});

test('T8: templates: whatever one holds is written or refused', async () => {
  const piece = fc.oneof(
    fc.constantFrom(
      ...[
        '{{ provider }}',
        '{{ window.title }}',
        '{% if provider %}',
        '{% endif %}',
        '{% capture a %}',
        '{% endcapture %}',
      ],
      ...[
        '{{ a | append: a }}',
        '{% assign a = a | append: a %}',
        "{{ a | replace: 'a', a }}",
        '{{ a | split: "" | join: a }}',
      ],
      ...[
        '{% for i in (1..100000000) %}{{ i }}{% endfor %}',
        '{% raw %}',
        '{% endraw %}',
        '{% include "x" %}',
        '{%',
        '}}',
      ],
      ...[
        '{{ a | slice: 0, 99999999 }}',
        '{{ a | truncate: 1e9 }}',
        '{% assign a = provider %}',
        '{{ a.b.c.d["e"][0] }}',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc.constantFrom(...Object.values(HOSTILE_MAILS)).map((text) => text.slice(0, 500)),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('').slice(0, 4_000));
  const template = fc.record({ introduction: text, languages: fc.integer({ min: 1, max: 20 }) });
  const done = await holdsNothing(samplesOf(template, 500), async ({ introduction, languages }) => {
    const tags = ['en', ...Array.from({ length: languages - 1 }, (_, n) => `x${String.fromCharCode(97 + n)}`)];
    const wordings: TemplateWordings = Object.fromEntries(tags.map((tag) => [tag, { introduction }]));
    const { facts, title } = imagine(
      { language: 'en', wordings, class: undefined, reason: undefined },
      SAMPLE,
      'Provider',
      T0,
    );
    await tryWordings({ language: 'en', wordings }, facts, title).catch((error: unknown) => {
      if (!(error instanceof KnownError)) throw error;
    });
  });
  expect(done).toBeGreaterThan(20);
});
