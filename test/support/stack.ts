import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from '../../dev/processes/ports';
import { withParent } from '../../dev/processes/with-parent';
import { openDatabase, type Database } from '../../store/database/database';
import { createToken } from '../../store/access/create-token';
import { bundleIfStale } from '../../worker/bundle';
import { SEARCH_ATTRIBUTES } from '../../workflows/search-attributes';
import { fillRack } from './rack';
import { temporalCli } from './temporal';

const ROOT = path.join(__dirname, '..', '..');

/** Waits until `check` is true, checking every 50 ms; throws after `patienceMs`, two minutes by default, with the given words. */
export async function eventually(
  what: string,
  check: () => boolean | undefined | Promise<boolean>,
  patienceMs = 120_000,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error(`did not happen within ${String(patienceMs / 1_000)} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A process of ours: its output is kept, and it is ended by pid. */
export class Program {
  output = '';
  private readonly child: ChildProcess;

  constructor(
    private readonly command: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
  ) {
    // a Node process ends with us by itself (end-together.cjs)
    const run = command === process.execPath ? { command, args } : withParent(command, args);
    this.child = spawn(run.command, run.args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Ends the process and waits until it is gone. */
  async end(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    if (!this.isRunning) return;
    const gone = once(this.child, 'exit');
    this.child.kill(signal);
    await gone;
  }

  /** Waits until the process is ready; throws with its output when it ended before. */
  async ready(check: () => boolean | Promise<boolean>): Promise<void> {
    await eventually(`${this.command} ready`, () => {
      if (!this.isRunning) throw new Error(`${this.command} ended:\n${this.output}`);
      return check();
    });
  }
}

/** What processes get besides, or that by the address at which the API will be. */
export type StackEnv = NodeJS.ProcessEnv | ((apiUrl: string) => Promise<NodeJS.ProcessEnv>);

/** PostgreSQL's database, a Temporal dev server, worker and API as real processes on free ports. */
export class Stack {
  private constructor(
    readonly db: Database,
    readonly env: NodeJS.ProcessEnv,
    readonly token: string,
    readonly apiUrl: string,
    private readonly folder: string,
    private readonly temporalProgram: string,
    private readonly ports: { temporal: number; http: number },
  ) {}

  temporal!: Program;
  worker!: Program;
  api!: Program;

  /** Starts everything except the mail server, whose address is given; `env` is added to what every process gets. */
  static async start(
    databaseUrl: string,
    smtpUrl: string,
    { connections = 5, env: given = {} }: { connections?: number; env?: StackEnv } = {},
  ): Promise<Stack> {
    const ports = { temporal: await freePort(), http: await freePort() };
    const more = typeof given === 'function' ? await given(`http://127.0.0.1:${String(ports.http)}`) : given;
    const db = openDatabase(databaseUrl);
    const { token } = await createToken(db, { name: 'test', role: 'admin' });
    const env = {
      ...process.env,
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl,
      FOREWARN_SMTP_CONNECTIONS: String(connections),
      FOREWARN_HTTP_PORT: String(ports.http),
      FOREWARN_LOG_LEVEL: 'info',
      // tests and benchmarks send requests without pauses
      FOREWARN_API_RATE: '0',
      TEMPORAL_ADDRESS: `127.0.0.1:${String(ports.temporal)}`,
      ...more,
    };
    const stack = new Stack(
      db,
      env,
      token,
      `http://127.0.0.1:${String(ports.http)}`,
      await mkdtemp(path.join(tmpdir(), 'forewarn-stack-')),
      await temporalCli(),
      ports,
    );
    await bundleIfStale();
    await stack.startTemporal();
    await Promise.all([stack.startWorker(), stack.startApi()]);
    return stack;
  }

  async startTemporal(): Promise<void> {
    const { temporal } = this.ports;
    const attributes = Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => [
      '--search-attribute',
      `${name}=${type}`,
    ]);
    this.temporal = new Program(
      this.temporalProgram,
      ['server', 'start-dev', '--headless', '--port', String(temporal), '--log-level', 'error'].concat(
        ['--db-filename', path.join(this.folder, 'temporal.db')],
        // so that a test need not wait for a pause: dev/temporal/time-skipping.ts
        ['--dynamic-config-value', 'frontend.WorkflowTimeSkippingEnabled=true'],
        attributes,
      ),
      this.env,
    );
    await this.temporal.ready(async () => {
      const connection = await Connection.connect({
        address: `127.0.0.1:${String(temporal)}`,
        connectTimeout: 500,
      }).catch(() => undefined);
      await connection?.close();
      return connection !== undefined;
    });
  }

  /** `env` is added to the stack's; `openFiles` limits the process's file handles. */
  async startWorker({ env = {}, openFiles }: { env?: NodeJS.ProcessEnv; openFiles?: number } = {}): Promise<void> {
    const node = [process.execPath, 'dist/worker/main.js'] as const;
    const [command, args] =
      openFiles === undefined
        ? [node[0], [node[1]]]
        : ['/bin/sh', ['-c', 'ulimit -n "$0" && exec "$@"', String(openFiles), ...node]];
    this.worker = new Program(command, args, { ...this.env, ...env });
    await this.worker.ready(() => this.worker.output.includes('"working"'));
  }

  async startApi(): Promise<void> {
    this.api = new Program(process.execPath, ['dist/api/main.js'], this.env);
    await this.api.ready(() =>
      fetch(`${this.apiUrl}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      ),
    );
  }

  /** A request with the admin token. Returns status and body. */
  async call(method: 'GET' | 'POST', where: string, body?: unknown): Promise<{ status: number; body: Answer }> {
    const answer = await fetch(this.apiUrl + where, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Answer };
  }

  /** See fillRack. */
  async fillInventory(count: number, options?: Parameters<typeof fillRack>[2]): Promise<void> {
    await fillRack(this.db, count, options);
  }

  async stop(): Promise<void> {
    await Promise.all([this.api, this.worker].map((program) => program.end('SIGTERM')));
    await this.temporal.end('SIGTERM');
    await this.db.destroy();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** The fields of the API's answers that the tests read. */
export interface Answer {
  readonly reference: string;
  readonly phase: string;
  readonly code?: string;
  readonly plan: readonly {
    readonly kind: string;
    readonly at: string;
    readonly organizations: number;
    readonly recipients: number;
  }[];
}
