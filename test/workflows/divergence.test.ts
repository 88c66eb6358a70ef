import fc from 'fast-check';
import { DAY, HOUR } from '../../domain/time';
import type { RecordedEvent } from '../../domain/window/events';
import type { Phase } from '../../domain/window/types';
import { command, opening, randomBody, type RandomCommand, type RandomOpening } from '../support/random-life';
import { WindowServer, type LiveWindow } from '../support/window-world';
import { CoreWindow, openedEvent, openingBody } from '../support/windows';

/** The same random lives by the core alone and by the real workflow: both must tell the same story. */
const LIVES = 20;
/** Every window's commands come at these moments, so that all live side by side on the one clock of the server. */
const MOMENTS = Array.from({ length: 10 }, (_, index) => (index + 1) * 3 * DAY + 7 * HOUR);
const SEED = Number(process.env.FOREWARN_SEED ?? Date.now() % 1_000_000);

jest.setTimeout(600_000);

let server: WindowServer;
beforeAll(async () => {
  server = await WindowServer.start();
});
afterAll(() => server.teardown());

interface Life {
  readonly opening: RandomOpening;
  readonly commands: readonly (RandomCommand | undefined)[];
}

const life: fc.Arbitrary<Life> = fc.record({
  opening,
  commands: fc.array(fc.option(command, { nil: undefined, freq: 4 }), {
    minLength: MOMENTS.length,
    maxLength: MOMENTS.length,
  }),
});

/** The story of a window: each event with its author and door, without what only says how a notice went. */
function story(events: readonly RecordedEvent[]): string[] {
  return events
    .filter(({ event }) => event.type !== 'notice-settled')
    .map(({ event, by, door }) => `${by} ${door} ${JSON.stringify(told(event))}`);
}

/** Moments inside an event depend on the instant a command arrives at; both clocks are a few ms apart. */
function told(event: RecordedEvent['event']): unknown {
  return event.type === 'rfo-owed' || event.type === 'reminders-passed' || event.type === 'update-missed'
    ? event.type
    : event;
}

test(`L1, N8–N11: model and workflow agree in ${String(LIVES)} random lives (seed ${String(SEED)})`, async () => {
  const lives = fc.sample(life, { numRuns: LIVES, seed: SEED });
  const startedAt = await server.env.currentTimeMs();
  const windows: { live: LiveWindow; core: CoreWindow; life: Life }[] = [];
  for (const one of lives) {
    const { opening: first } = one;
    const now = await server.env.currentTimeMs();
    const body = { class: first.windowClass, ...randomBody(first, now) };
    const live = await server.open(body, {}, first.policy);
    const opened = openedEvent(openingBody(body, { now: live.openedAt }), {
      now: live.openedAt,
      reference: live.reference,
      policy: first.policy,
    });
    windows.push({ live, core: new CoreWindow(opened), life: one });
  }
  for (const [index, moment] of MOMENTS.entries()) {
    await server.env.sleep(startedAt + moment - (await server.env.currentTimeMs()));
    await Promise.all(windows.map((window) => atMoment(window, index)));
  }
  const diverged = windows.flatMap(({ live, core }) => {
    const [model, real] = [story(core.log), story(live.world.events)];
    const at = model.findIndex((line, index) => line !== real[index]);
    if (at < 0 && model.length === real.length) return [];
    const place = at < 0 ? model.length : at;
    return [{ reference: live.reference, before: real[place - 1], model: model[place], workflow: real[place] }];
  });
  expect(diverged).toEqual([]);
  const reached = new Set<Phase>(windows.flatMap(({ core }) => core.phases));
  expect([...reached].sort()).toEqual(
    [
      'announced',
      'approved',
      'cancelled',
      'closed',
      'completed',
      'draft',
      'in-progress',
      'overdue',
      'verifying',
    ].sort(),
  );
});

/** The clock has come to a moment: what was due before is compared by what follows, then the command is given to both. */
async function atMoment({ live, core, life: one }: { live: LiveWindow; core: CoreWindow; life: Life }, index: number) {
  const due = await settled(live);
  catchUp(core, due);
  const next = one.commands[index];
  if (!next) return;
  const body = next.body(due);
  const refusal = core.give(next.name, body);
  const answer = await live.update(next.name, body).then(
    () => undefined,
    (error: unknown) => codeOf(error),
  );
  // an update to a window that is over finds no workflow
  if (answer !== 'gone') expect({ name: next.name, answer }).toEqual({ name: next.name, answer: refusal });
  catchUp(core, await settled(live));
}

/** The server's clock once everything the window has begun is at rest. */
async function settled(live: LiveWindow): Promise<number> {
  await live.atRest();
  return server.env.currentTimeMs();
}

/** Moves the model to the moment, settling each notice as soon as it is begun, as the server's fake world does. */
function catchUp(core: CoreWindow, now: number): void {
  core.settle();
  core.live(now);
}

function codeOf(error: unknown): string {
  const { cause } = error as { cause?: { details?: { code?: string }[] } };
  const code = cause?.details?.[0]?.code;
  return code ?? 'gone';
}
