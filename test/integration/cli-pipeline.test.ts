import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MINUTE, SECOND } from '../../domain/shared/time';
import { rulesInFile } from '../support/rules';
import { useStack } from '../support/use-stack';
import { openingBody } from '../support/windows';

/** P9: what a pipeline does, by the built command line against API, worker and Temporal as real processes. */

jest.setTimeout(240_000);

const world = useStack({
  racks: [{ count: 2 }],
  // a provider whose expedited windows need no days, so that a test can wait for one
  env: {
    FOREWARN_CONFIG: rulesInFile(
      'classes:\n  expedited:\n    lead: none\n    minimumNotice: none\n    reminders: []\nreferences:\n  required: [gitlab]\n',
    ),
  },
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-pipeline-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The command as a job of a pipeline runs it. */
function forewarn(...argv: string[]): Promise<Said> {
  const env = { ...process.env, FOREWARN_URL: world.stack.apiUrl, FOREWARN_TOKEN: world.stack.token };
  const program = path.join(__dirname, '..', '..', 'dist', 'cli', 'main.js');
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...argv], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const references = [{ system: 'gitlab', id: 'pipeline-4711' }];

async function description(name: string, startsIn: number, more: object = {}): Promise<string> {
  const start = new Date(Date.now() + startsIn).toISOString();
  const end = new Date(Date.now() + startsIn + 5 * MINUTE).toISOString();
  const body = openingBody({
    ...{ class: 'expedited', justification: 'A fix that cannot wait.', title: name, references },
    ...{ slots: [{ start, end }], scope: { locations: ['eu-1/dc-1/rack-a12'] } },
    ...more,
  });
  await writeFile(path.join(folder, `${name}.json`), JSON.stringify(body));
  return `${name}.json`;
}

const referenceIn = ({ stdout }: Said) => (JSON.parse(stdout) as { reference: string }).reference;
const phaseOf = async (reference: string) => (await world.stack.call('GET', `/v1/windows/${reference}`)).body.phase;

describe('P9: a pipeline', () => {
  it('opens a window, waits until customers were told and until its start, and completes it; a repeated job does nothing twice', async () => {
    const file = await description('release', 25 * SECOND);
    const key = ['--key', 'pipeline-4711', '--override', 'The owners agreed.'];
    const opened = await forewarn('open', file, ...key, '--wait', 'announced', '--timeout', '60s', '--json');
    expect([opened.code, opened.stderr]).toEqual([0, '']);
    const reference = referenceIn(opened);
    const again = await forewarn('open', file, ...key, '--wait', 'announced', '--json');
    expect([again.code, referenceIn(again)]).toEqual([0, reference]);
    expect(await phaseOf(reference)).toBe('announced');

    const before = Date.now();
    const started = await forewarn('start', reference, '--wait', '--timeout', '2m');
    expect(started).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`${reference} is in-progress`) as string,
    });
    expect(started.stderr).toContain(`Waiting: ${reference} is announced, its start is`);
    // not earlier than customers know: the rule of fifteen minutes is for people
    const { body } = await world.stack.call('GET', `/v1/windows/${reference}`);
    const { startedAt, slots } = body as unknown as { startedAt: string; slots: { start: string }[] };
    expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(Date.parse(slots[0]?.start ?? ''));
    expect(Date.parse(startedAt)).toBeGreaterThanOrEqual(before);
    expect((await forewarn('start', reference, '--wait')).code).toBe(0);
    expect((await forewarn('start', reference)).code).toBe(1);

    expect((await forewarn('complete', reference)).code).toBe(0);
    expect(await forewarn('start', reference, '--wait')).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/is (completed|closed): its work is over already/) as string,
    });
  });

  it('whose deployment fails calls the work off and says when systems are as before', async () => {
    const more = {
      class: 'emergency',
      emergency: { trigger: 'infrastructure', necessity: 'a', risk: 'b', mitigation: 'c' },
    };
    const file = await description('hotfix', SECOND, { ...more, justification: undefined });
    const reference = referenceIn(await forewarn('open', file, '--override', 'Agreed.', '--json'));
    expect((await forewarn('start', reference, '--wait', '--timeout', '60s')).code).toBe(0);
    expect((await forewarn('cancel', reference, '--reason', 'The deployment failed.')).code).toBe(0);
    expect(await phaseOf(reference)).toBe('rolling-back');
    expect(await forewarn('start', reference, '--wait')).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('is rolling-back: it was called off') as string,
    });
    expect((await forewarn('complete', reference)).code).toBe(1);
    expect((await forewarn('tick', reference, '--step', '1')).code).toBe(0);
    expect((await forewarn('complete', reference)).code).toBe(0);
    expect(['rolled-back', 'closed']).toContain(await phaseOf(reference));
  });

  it('that waits too long, for a window called off, without an API, or without its change ends with a code of its own', async () => {
    const file = await description('far', 30 * MINUTE);
    const opened = await forewarn(
      'open',
      file,
      '--override',
      'Agreed.',
      '--wait',
      'started',
      '--timeout',
      '1s',
      '--json',
    );
    expect(opened.code).toBe(4);
    expect(JSON.parse(opened.stderr)).toMatchObject({
      title: 'TimedOut',
      detail: expect.stringContaining('goes on: wait again, with a longer --timeout, or cancel it') as string,
    });
    const reference = referenceIn(opened);
    const waiting = forewarn('start', reference, '--wait', '--timeout', '60s');
    expect((await forewarn('cancel', reference, '--reason', 'Not tonight.')).code).toBe(0);
    expect((await waiting).code).toBe(5);

    const refused = await forewarn('open', await description('unnamed', 30 * MINUTE, { references: [] }));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('gitlab') as string });
    expect((await forewarn('start', reference, '--wait', '--timeout', 'soon')).code).toBe(2);
    expect((await forewarn('start', reference, '--wait', '--timeout', '1s', '--url', 'http://127.0.0.1:9')).code).toBe(
      3,
    );
  });

  it('goes on waiting while the API is away', async () => {
    const file = await description('over-a-deploy', 20 * SECOND);
    const reference = referenceIn(await forewarn('open', file, '--override', 'Agreed.', '--json'));
    const waiting = forewarn('start', reference, '--wait', '--timeout', '3m');
    await world.stack.api.end('SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, 8 * SECOND));
    await world.stack.startApi();
    const started = await waiting;
    expect([started.code, started.stderr]).toEqual([0, expect.stringContaining('There is no answer from') as string]);
    expect(await phaseOf(reference)).toBe('in-progress');
  });
});
