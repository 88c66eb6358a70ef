import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { projectRoot } from '../../dev/project-root';
import { DAY, HOUR, MINUTE } from '../../domain/shared/time';
import { ANY_COMMAND_REFUSES } from '../../domain/window/commands/command';
import {
  COMMAND_NAMES,
  COMMANDS,
  helpOf,
  parseCommand,
  refusalsOf,
  type CommandName,
} from '../../domain/window/commands/commands';
import { USUAL_SIGNALS } from '../../domain/window/authority';
import { decide } from '../../domain/window/commands/decide';
import type { WindowState } from '../../domain/window/types';
import { compileFixture, type Change } from '../support/compile-fixture';
import { opening, randomBody, step, take } from '../support/random-life';
import { command, CoreWindow, iso, openedEvent, openingBody, PROCESS_POLICY, T0 } from '../support/windows';

const FOLDER = 'domain/window/commands';
const TABLE = `${FOLDER}/commands.ts`;
const fileOf = (name: CommandName) => `${FOLDER}/${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`;

describe('each command', () => {
  it.each(COMMAND_NAMES)('%s has a sample that its schema reads, and one line of help', (name) => {
    const { summary, example } = COMMANDS[name];
    expect(parseCommand(name, example)).toHaveProperty('command.name', name);
    expect(summary).toMatch(/^[A-Z].*\.$/);
    expect(helpOf(name)).toBe(`${summary} ${JSON.stringify(example)}`);
  });

  it('has a file of its own name', () => {
    const files = readdirSync(join(projectRoot(), FOLDER)).map((file) => `${FOLDER}/${file}`);
    expect(files).toEqual(expect.arrayContaining(COMMAND_NAMES.map(fileOf)));
  });
});

/** Bodies that ask for what a rule refuses, made of the window as it stands; random lives seldom hit on them. */
const PROVOKING: Partial<Record<CommandName, (state: WindowState, now: number) => object[]>> = {
  start: ({ spec: { slot } }, now) => [
    { startedAt: iso(now + HOUR) },
    { startedAt: iso(slot.startsAt) },
    { startedAt: iso(slot.endsAt), reason: 'text' },
  ],
  complete: (_state, now) => [{ completedAt: iso(now + HOUR), override: 'text' }],
  approve: ({ approval }) => (approval?.authors ?? []).map((by) => ({ by })),
  reschedule: ({ spec: { slot } }, now) =>
    [slot.startsAt, now - HOUR, now + 3 * 366 * DAY].map((start) => ({
      ...{ start: iso(start), end: iso(start + (slot.endsAt - slot.startsAt)), reason: 'text' },
    })),
  refer: ({ spec: { references = [] } }) => [{ references }, { references: [] }],
  rescope: ({ spec: { scope } }) => [{ scope, reason: 'text' }],
  reclassify: ({ spec }) => [
    { class: spec.class, reason: 'text' },
    { class: 'expedited', reason: 'text' },
    { class: 'emergency', reason: 'text' },
  ],
  edit: ({ spec: { title } }) => [{ title }],
  nominate: ({ spec: { pointOfContact } }) => [{ pointOfContact }],
  post: (_state, now) => [
    { message: 'text', nextUpdateBy: iso(now - MINUTE) },
    { message: 'text', notify: false },
  ],
  extend: ({ spec: { slot } }, now) => [now - MINUTE, slot.endsAt].map((end) => ({ end: iso(end), reason: 'text' })),
  tick: () => [{ step: 1 }, { step: 99 }],
  writeOff: () => ['notice', 'statuspage', 'nothing'].map((item) => ({ item, reason: 'text' })),
  approveRfo: () => [{ version: 99 }],
};

const REPORT = { summary: 's', rootCause: 'r' };
/** Lives of an emergency with a check-list and a channel, through what random ones seldom reach. */
const LIVES: readonly (readonly [CommandName, object])[][] = [
  [
    ['start', {}],
    ['tick', { step: 1 }],
    ['verify', {}],
    ['draftRfo', { ...REPORT, state: 'preliminary' }],
    ['approveRfo', { by: 'second' }],
    ['complete', { override: 'nothing more to check' }],
  ],
  [
    ['start', {}],
    ['pauseWork', {}],
    ['resumeWork', {}],
    ['abortWork', { reason: 'text' }],
  ],
  [
    ['start', {}],
    ['draftRfo', { ...REPORT, state: 'preliminary' }],
    ['cancel', { reason: 'text' }],
    ['complete', { override: 'nothing more to check' }],
    ['draftRfo', { ...REPORT, state: 'final' }],
    ['approveRfo', { by: 'second' }],
    ['draftRfo', { ...REPORT, state: 'final' }],
  ],
  [
    ['cancel', { reason: 'text' }],
    ['writeOff', { item: 'statuspage', reason: 'text' }],
  ],
];

/** Every command that is asked of a window, now and by a signal that has waited while no worker ran. */
function provoke(window: CoreWindow, refused: (name: CommandName, code: string) => void): void {
  const ask = (name: CommandName, body: object, now = window.now) => {
    const decision = decide(window.state, command(name, { ...body }), now);
    if ('refusal' in decision) refused(name, decision.refusal.code);
  };
  for (const name of COMMAND_NAMES) {
    const { by: _by, ...sample } = COMMANDS[name].example;
    ask(name, sample);
    ask(name, sample, window.now + 60 * DAY);
    ask(name, { ...sample, expectedRevision: 99 });
    for (const made of PROVOKING[name]?.(window.state, window.now) ?? []) ask(name, made);
  }
}

test('T2: whatever is asked of a window in whatever state, a command is refused with the codes its row documents, and each of them occurs', () => {
  const seen = new Map<CommandName, Set<string>>(COMMAND_NAMES.map((name) => [name, new Set()]));
  const settings = { channels: ['statuspage' as const], signals: USUAL_SIGNALS };
  const note = (name: CommandName, code: string) => void seen.get(name)?.add(code);
  fc.assert(
    fc.property(opening, fc.array(step, { minLength: 1, maxLength: 15, size: 'max' }), (first, steps) => {
      const body = openingBody({ class: first.windowClass, ...randomBody(first, T0) });
      const window = new CoreWindow(openedEvent(body, { policy: first.policy, settings }), T0);
      for (const next of steps) {
        take(window, next);
        provoke(window, note);
      }
    }),
    { numRuns: 300 },
  );
  for (const life of LIVES) {
    const verification = { steps: ['One', 'Two'], monitorMinutes: 30 };
    const body = openingBody({ class: 'emergency', verification, work: {} });
    const window = new CoreWindow(openedEvent(body, { policy: PROCESS_POLICY, settings }));
    window.advance(window.state.spec.slot.startsAt - window.now);
    for (const [name, body] of life) {
      expect(window.give(name, { ...body })).toBeUndefined();
      provoke(window, note);
    }
    window.finishNotices();
    window.advance(2 * DAY);
    provoke(window, note);
  }
  // an alternate night further ahead than any random one
  const slots = [15 * DAY, 3 * 366 * DAY].map((ms) => ({ start: iso(T0 + ms), end: iso(T0 + ms + HOUR) }));
  provoke(new CoreWindow(openedEvent(openingBody({ slots, decideBy: iso(T0 + DAY) }))), note);
  // rules that require a change behind every window
  const policy = { ...PROCESS_POLICY, requiredReferences: ['servicenow'] };
  const references = [{ system: 'servicenow', id: 'CHG0031337' }];
  provoke(new CoreWindow(openedEvent(openingBody({ references }), { policy })), note);

  for (const name of COMMAND_NAMES) {
    const refused = [...(seen.get(name) ?? [])].sort();
    // what the record refuses besides, it refuses beside other plans: test/store/planning.test.ts
    const ofTheRule = [...new Set([...ANY_COMMAND_REFUSES, ...COMMANDS[name].refusals])].sort();
    expect([name, refused]).toEqual([name, ofTheRule]);
    expect(refusalsOf(name)).toEqual(expect.arrayContaining(ofTheRule));
  }
}, 300_000);

describe('what is made of the table', () => {
  it('is current: the command line and docs/operating.md', async () => {
    const script = join(projectRoot(), 'dev/build/generate-commands.ts');
    const run = promisify(execFile)(process.execPath, ['--import', 'tsx', script, '--check'], { cwd: projectRoot() });
    await expect(run).resolves.toMatchObject({ stderr: '' });
  });
});

describe('does not compile', () => {
  const without =
    (field: RegExp): Change =>
    (text) =>
      text.replace(field, '');

  it('with the table as it is, everything does', () => {
    expect(compileFixture([TABLE, 'cli/generated/commands.ts'], { [TABLE]: (text) => `${text}\n` })).toEqual([]);
  });

  it.each(['approve', 'retryFailed'] as const)('%s without its row: the command line has one', (name) => {
    const gone = without(new RegExp(`^ {2}${name},\\n`, 'm'));
    const faults = compileFixture(['cli/generated/commands.ts'], { [TABLE]: gone });
    expect(faults.join('\n')).toMatch(new RegExp(`'${name}' does not exist in type`));
  });

  it('a row without its schema, words, sample, roles, refusals or rule', () => {
    const lacking: Record<string, CommandName> = {
      ...{ schema: 'withdraw', summary: 'nominate', when: 'verify', example: 'start' },
      ...{ roles: 'post', bySignal: 'extend', refusals: 'cancel', decide: 'tick' },
    };
    const of = (field: string) =>
      field === 'decide'
        ? /^ {2}decide\([\s\S]*?\n {2}\},\n/m
        : new RegExp(`^ {2}${field}: (.*|[^;]*?\\n {2}\\}\\)),\\n`, 'm');
    const changes = Object.entries(lacking).map(([field, name]) => [fileOf(name), without(of(field))] as const);
    const faults = compileFixture(Object.values(lacking).map(fileOf), Object.fromEntries(changes));
    for (const name of Object.values(lacking)) {
      expect(faults).toContainEqual(expect.stringContaining(`${fileOf(name)}: `));
    }
  });

  it.each([
    ['any', /^ {2}refusals: \[.*\],$/m, '  refusals: [],'],
    ['the last', /^( {2}refusals: \[.*?)(, )?'[a-z-]+'\],$/m, '$1],'],
  ])('a rule that refuses with %s code that its row does not list', (_which, list, shorter) => {
    const names = COMMAND_NAMES.filter((name) => COMMANDS[name].refusals.length > 0);
    const changes = names.map((name) => [fileOf(name), (text: string) => text.replace(list, shorter)] as const);
    const faults = compileFixture(names.map(fileOf), Object.fromEntries(changes));
    for (const name of names) expect(faults).toContainEqual(expect.stringContaining(`${fileOf(name)}: Type '`));
  });

  it('an override that nobody says who may give, one for a body that has none, and a code that is no error of the product', () => {
    const idle: Change = (text) => text.replace('  roles: STAFF,', '  roles: STAFF,\n  overriders: STAFF,');
    const [unsaid, given, unknown] = [fileOf('rescope'), fileOf('verify'), fileOf('tick')];
    const faults = compileFixture([unsaid, given, unknown], {
      [unsaid]: without(/^ {2}overriders: .*\n/m),
      [given]: idle,
      [unknown]: (text) => text.replaceAll("'no-such-step'", "'no-such-code'"),
    });
    expect(faults).toContainEqual(expect.stringMatching(/rescope\.ts: .*'overriders' is missing/));
    expect(faults).toContainEqual(expect.stringMatching(/verify\.ts: /));
    expect(faults).toContainEqual(expect.stringMatching(/tick\.ts: .*"no-such-code"/));
  });

  it.each(['admin', 'engineer', 'operator', 'approver'])('the role %s when it is gone and still named', (role) => {
    const roles = 'domain/shared/roles.ts';
    const gone: Change = (text) => text.replace(new RegExp(`(ROLES = .*)'${role}', `), '$1');
    expect(compileFixture([roles], { [roles]: gone }).join('\n')).toContain(`"${role}"`);
  });

  it('an event whose row is gone, or does not say who hears of it', () => {
    const events = 'domain/window/event-table.ts';
    const faults = compileFixture([events, 'domain/window/evolve/evolve.ts', fileOf('tick')], {
      [events]: (text) =>
        text
          .replace('  ticked: event<', '  ticked2: event<')
          .replace(
            "...{ ...SHOWN, webhook: 'window.overdue', inside: undefined }",
            '...{ ...SHOWN, inside: undefined }',
          )
          .replace("webhook: 'window.verifying', inside: undefined }", "webhook: 'window.verifying' }"),
    });
    expect(faults).toContainEqual(expect.stringMatching(/evolve\.ts: .*'ticked' does not exist/));
    expect(faults).toContainEqual(expect.stringMatching(/tick\.ts: .*"ticked"/));
    expect(faults).toContainEqual(expect.stringMatching(/event-table\.ts: .*'webhook' is missing/));
    expect(faults).toContainEqual(expect.stringMatching(/event-table\.ts: .*'inside' is missing/));
  });
});
