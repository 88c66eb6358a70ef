import path from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { SECOND } from '../../domain/shared/time';
import { quietRuntime } from '../../test/support/quiet-runtime';

const TASK_QUEUE = 'bench-bare';

/** Workflows that only wait and run one activity, on the measured server, with a worker of their own. */
export class BareWorkflows {
  private number = 0;

  private constructor(
    private readonly client: Client,
    private readonly native: NativeConnection,
    private readonly worker: Worker,
    private readonly running: Promise<void>,
    /** When each one's activity ran, UTC ms. */
    private readonly stamps: ReadonlyMap<string, number>,
  ) {}

  static async start(address: string): Promise<BareWorkflows> {
    quietRuntime();
    const stamps = new Map<string, number>();
    const native = await NativeConnection.connect({ address });
    const worker = await Worker.create({
      connection: native,
      taskQueue: TASK_QUEUE,
      workflowBundle: await bundleWorkflowCode({
        workflowsPath: path.join(__dirname, 'bare-workflow.ts'),
        logger: new DefaultLogger('ERROR'),
      }),
      activities: createBareActivities(stamps),
    });
    const client = new Client({ connection: await Connection.connect({ address }) });
    return new BareWorkflows(client, native, worker, worker.run(), stamps);
  }

  /** Starts `count` at once, each due right away. Returns the time from each start's answer to its activity, in ms. */
  async burst(count: number): Promise<number[]> {
    const started = await Promise.all(Array.from({ length: count }, () => this.begin(0)));
    return this.ends(started, ({ answeredAt }) => answeredAt);
  }

  /** Starts `count` that are due at the same instant. Returns the time from that instant to each activity, in ms. */
  async herd(count: number): Promise<number[]> {
    const at = Date.now() + 15 * SECOND + count * 150;
    const started = await Promise.all(Array.from({ length: count }, () => this.begin(at)));
    if (Date.now() >= at) throw new Error('the bare workflows could not be started in time: use fewer');
    return this.ends(started, () => at);
  }

  async stop(): Promise<void> {
    this.worker.shutdown();
    await this.running;
    await this.native.close();
    await this.client.connection.close();
  }

  private async begin(at: number) {
    const name = `bare-${String(++this.number)}`;
    const handle = await this.client.workflow.start('bareTimer', {
      workflowId: name,
      taskQueue: TASK_QUEUE,
      args: [name, at],
    });
    return { name, handle, answeredAt: Date.now() };
  }

  private async ends(
    started: readonly Awaited<ReturnType<BareWorkflows['begin']>>[],
    from: (one: { readonly answeredAt: number }) => number,
  ): Promise<number[]> {
    await Promise.all(started.map(({ handle }) => handle.result()));
    return started.map((one) => (this.stamps.get(one.name) ?? Infinity) - from(one));
  }
}

function createBareActivities(stamps: Map<string, number>) {
  return {
    stamp(name: string): Promise<void> {
      stamps.set(name, Date.now());
      return Promise.resolve();
    },
  };
}
export type BareActivities = ReturnType<typeof createBareActivities>;
