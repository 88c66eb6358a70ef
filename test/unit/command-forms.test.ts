import fc from 'fast-check';
import { z } from 'zod';
import { formRow, isOffered, offeredCommands } from '../../domain/acting/forms/forms';
import { COMMAND_NAMES, COMMANDS, type CommandName } from '../../domain/window/commands/commands';
import { decide } from '../../domain/window/commands/decide';
import { PHASES, type Phase } from '../../domain/window/types';
import { DAY } from '../../domain/shared/time';
import { viewOf } from '../../domain/window/view';
import { opening, randomBody, step, take } from '../support/random-life';
import { command, CoreWindow, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const schemaOf = (name: CommandName) =>
  z.toJSONSchema(COMMANDS[name].schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

function at(schema: JsonSchema | undefined, path: string): JsonSchema | undefined {
  return path.split('.').reduce<JsonSchema | undefined>((inner, part) => inner?.properties?.[part], schema);
}

/** What everybody who gives a command says without a field of it. */
const GIVEN_ALONG = ['by', 'expectedRevision'];

describe('P8: the forms by which people give a window its commands', () => {
  it.each(COMMAND_NAMES)('%s asks for fields of the command alone, and for each that it needs', (name) => {
    const row = formRow(name);
    expect(row.phases.filter((phase) => !PHASES.includes(phase))).toEqual([]);
    if ('page' in row) return;
    const schema = schemaOf(name);
    const names = row.fields.map((field) => field.name);
    expect(names.filter((path) => at(schema, path) === undefined)).toEqual([]);
    expect(new Set(names).size).toBe(names.length);
    const asked = names.map((path) => path.split('.')[0]);
    expect((schema.required ?? []).filter((field) => !asked.includes(field))).toEqual([]);
    // whatever can be said to the API can be said here
    const known = Object.keys(schema.properties ?? {}).filter((field) => !GIVEN_ALONG.includes(field));
    expect(known.filter((field) => !asked.includes(field))).toEqual([]);
  });

  it('a field that only a refusal asks for is one that can be left out', () => {
    const hidden = COMMAND_NAMES.flatMap((name) => {
      const row = formRow(name);
      return 'page' in row ? [] : row.fields.filter(({ when, optional }) => when && !optional);
    });
    // of a public window alone, and the schema says yes for the others
    expect(hidden.map(({ name }) => name)).toEqual(['notify']);
  });
});

/** What a window refuses whatever is typed: a refusal of one field is about what was typed there. */
function isOfPhase(decision: ReturnType<typeof decide>): boolean {
  return 'refusal' in decision && decision.refusal.code === 'wrong-phase' && decision.refusal.field === undefined;
}

test('P8: in random lives of windows, what the phase refuses is not offered, and what the window would obey is', () => {
  const offered = new Set<CommandName>();
  const phases = new Set<Phase>();
  fc.assert(
    fc.property(opening, fc.array(step, { minLength: 1, maxLength: 20, size: 'max' }), (first, steps) => {
      const body = openingBody({ class: first.windowClass, ...randomBody(first, T0) });
      const window = new CoreWindow(openedEvent(body, { policy: first.policy }), T0);
      for (const next of steps) {
        take(window, next);
        look(window);
      }
    }),
    { numRuns: 200 },
  );
  for (const class_ of ['standard', 'emergency'] as const) {
    const verification = { steps: ['One', 'Two'], monitorMinutes: 30, monitor: { query: { name: 'p95', below: 100 } } };
    const window = new CoreWindow(
      openedEvent(openingBody({ class: class_, verification, work: {} }), { policy: PROCESS_POLICY }),
    );
    window.advance(window.state.spec.slot.startsAt - window.now);
    for (const name of ['start', 'pauseWork', 'resumeWork', 'tick', 'verify', 'complete', 'enterValue'] as const) {
      window.give(name, name === 'complete' ? { override: 'none left' } : { ...COMMANDS[name].example });
      look(window);
    }
  }
  // every phase, whatever chance does
  const LED: readonly (readonly CommandName[])[] = [
    ['start', 'complete'],
    ['start', 'cancel', 'complete'],
    ['cancel'],
    [],
  ];
  for (const names of LED) {
    const window = new CoreWindow(openedEvent(openingBody({}), { policy: PROCESS_POLICY }));
    look(window);
    window.give('approve', { by: 'somebody else' });
    look(window);
    window.advance(window.state.spec.slot.startsAt - window.now);
    for (const name of names) {
      window.give(name, { ...COMMANDS[name].example });
      look(window);
    }
    window.finishNotices();
    look(window);
    for (let days = 0; days < 40; days++) {
      window.advance(DAY);
      window.finishNotices();
      look(window);
    }
  }
  expect(PHASES.filter((phase) => !phases.has(phase))).toEqual([]);
  expect(COMMAND_NAMES.filter((name) => !offered.has(name))).toEqual([]);

  function look(window: CoreWindow): void {
    const view = viewOf(window.state);
    phases.add(view.phase);
    for (const name of offeredCommands(view)) offered.add(name);
    for (const name of COMMAND_NAMES) {
      const { by: _by, ...sample } = COMMANDS[name].example;
      const decision = decide(window.state, command(name, { ...sample, by: 'somebody else' }), window.now);
      // an offer that changes nothing is no news to anybody
      const obeyed = 'events' in decision && decision.events.length > 0;
      const isWrong = isOffered(name, view) ? isOfPhase(decision) : obeyed;
      expect({ name, phase: view.phase, decision, isWrong }).toMatchObject({ isWrong: false });
    }
  }
});
