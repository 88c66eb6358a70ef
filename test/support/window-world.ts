import type { DataConverter, Payload } from '@temporalio/common';
import { ApplicationFailure, CancelledFailure, Context } from '@temporalio/activity';
import { Client, type WorkflowHandle } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker } from '@temporalio/worker';
import type { Activities, DeliveryActivities } from '../../activities';
import { notYet } from '../../activities/work/watch-result';
import type { WorkActivities } from '../../activities/work/work';
import type { DeliveryResult, DeliveryTask } from '../../activities/delivery';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { TimelineEntry } from '../../activities/ports/timeline';
import { optional } from '../../domain/shared/optional';
import type { Refusal } from '../../domain/shared/errors';
import type { NoticeCounts } from '../../domain/notices/notice';
import type { NoticeFacts } from '../../domain/notices/message';
import { changesPlan } from '../../domain/planning/conflicts';
import type { NoticePolicy } from '../../domain/notices/notice-policy';
import { MINUTE, SECOND } from '../../domain/shared/time';
import { evolve } from '../../domain/window/evolve/evolve';
import { begunNotices } from '../../domain/window/facts';
import type { OpeningSettings } from '../../domain/window/opening';
import type { ProbeReport } from '../../domain/window/degradation';
import type { WindowState } from '../../domain/window/types';
import type { CommandName } from '../../domain/window/commands/commands';
import type { WindowView } from '../../domain/window/view';
import { bundleIfStale } from '../../worker/bundle';
import {
  commandUpdate,
  MAINTENANCE_WINDOW,
  windowQuery,
  type WindowInput,
  type WindowOutcome,
} from '../../workflows/messages';
import {
  BULK_QUEUE,
  DELIVERY_QUEUE,
  INTERNAL_QUEUE,
  URGENT_QUEUE,
  WINDOWS_QUEUE,
  WORK_QUEUE,
} from '../../workflows/queues';
import { keepHistory } from './histories';
import { quietRuntime } from './quiet-runtime';
import { timeSkippingEnvironment } from './temporal';
import { openedEvent, openingBody } from './windows';

type Watching = Pick<WorkActivities, 'watchResult'>;

/** The result of a slice; undefined: everything accepted at once. */
type Pass = (task: DeliveryTask) => Promise<DeliveryResult | undefined> | DeliveryResult | undefined;

/**
 * The real workflows on the time-skipping server with activities that record what they were given. Each test has windows of its
 * own, found by reference.
 */
export class World {
  readonly entries: TimelineEntry[] = [];
  readonly sent: { notice: string; at: number }[] = [];
  /** Notices in order of the ends of their first slices. */
  readonly order: string[] = [];
  readonly superseded: string[] = [];
  readonly facts = new Map<string, NoticeFacts>();
  /** What a pass does instead of "everything accepted at once", by notice name such as `announcement r1`. */
  readonly passes = new Map<string, Pass>();
  private state: WindowState | undefined;
  readonly reopened: string[] = [];
  /** How many of the three recipients a notice fails to reach, by its name. */
  readonly failures = new Map<string, number>();
  /** How the audience has changed when a notice is prepared, by its name. */
  readonly changes = new Map<string, { newcomers?: number; leavers?: number }>();
  /** What the next looks at the result find (E3); all is well after them. */
  readonly probe: ('good' | ProbeReport)[] = [];
  looks = 0;
  /** The refusals of the next changes of plan. */
  readonly refusals: Refusal[] = [];
  /** How many of the next timeline records fail. */
  databaseAway = 0;

  readonly activities: Activities = {
    recordTimeline: async (entry) => {
      if (this.databaseAway > 0) {
        this.databaseAway--;
        throw ApplicationFailure.retryable('the database is away');
      }
      const refusal = entry.events.some(({ event }) => changesPlan(event)) ? this.refusals.shift() : undefined;
      if (refusal) return { refusal };
      const events = entry.events.filter(({ sequence }) => sequence > (this.state?.sequence ?? 0));
      if (events.length === 0) return Promise.resolve(undefined);
      this.entries.push({ ...entry, events });
      this.state = events.reduce<WindowState | undefined>(evolve, this.state);
      for (const { facts } of this.state ? begunNotices(this.state, events) : [])
        this.facts.set(`${facts.notice.kind} r${String(facts.notice.revision)}`, facts);
      return Promise.resolve(undefined);
    },
    supersedeNotice: (key) => {
      this.superseded.push(nameOf(key));
      return Promise.resolve(this.counts(key, 1));
    },
  };

  readonly delivery: DeliveryActivities = {
    deliverNotice: async (task) => {
      const name = nameOf(task.key);
      if (task.step) await this.recordStep(task.step);
      if (task.first === 'reopen') this.reopened.push(name);
      const result = await this.passes.get(name)?.(task);
      if (task.first) this.order.push(name);
      if (result === undefined) this.sent.push({ notice: name, at: task.now });
      const audience = task.first === 'prepare' ? this.changes.get(name) : undefined;
      return { ...audience, ...(result ?? { counts: this.counts(task.key) }) };
    },
  };

  /** One look an attempt, as the real one. */
  readonly watch: Watching = {
    watchResult: (watch) => {
      const now = Context.current().info.currentAttemptScheduledTimestampMs;
      if (now >= watch.until) return Promise.resolve(undefined);
      this.looks++;
      const found = this.probe.shift() ?? 'good';
      return found === 'good' ? Promise.reject(notYet(watch, now)) : Promise.resolve(found);
    },
  };

  /** Like the real one, it records a step only after the one before it. */
  private async recordStep(step: TimelineEntry): Promise<void> {
    const [first] = step.events;
    if (first && first.sequence > (this.state?.sequence ?? 0) + 1)
      throw ApplicationFailure.retryable('an earlier one is missing');
    await this.activities.recordTimeline({ ...step, wake: [] });
  }

  private counts(key: NoticeKey, accepted?: number): NoticeCounts {
    const failed = accepted === undefined ? (this.failures.get(nameOf(key)) ?? 0) : 0;
    const taken = accepted ?? 3 - failed;
    const superseded = 3 - taken - failed;
    return { organizations: 2, recipients: 3, accepted: taken, failed, uncertain: 0, superseded };
  }

  /** Event types on the timeline, in order of their numbers. */
  get timeline(): string[] {
    return this.events.map(({ event }) => event.type);
  }

  get events() {
    return this.entries.flatMap(({ events }) => events);
  }

  get notices(): string[] {
    return this.sent.map(({ notice }) => notice);
  }
}

function nameOf({ slug, revision }: NoticeKey): string {
  return `${slug} r${String(revision)}`;
}

/** A pass that continues until it is stopped, like a fan-out to many recipients. */
export const endlessPass: Pass = async () => {
  const context = Context.current();
  const beat = setInterval(() => context.heartbeat(), 200);
  try {
    await context.cancelled;
    return { open: 1, unsent: 1 };
  } catch {
    throw new CancelledFailure('stopped in mid fan-out');
  } finally {
    clearInterval(beat);
  }
};

export interface OpenedWindow {
  readonly reference: string;
  readonly world: World;
  readonly handle: WorkflowHandle<(input: WindowInput) => Promise<WindowOutcome>>;
  /** The window's opening instant on the server's clock. */
  readonly openedAt: number;
  readonly view: () => Promise<WindowView>;
  readonly update: (name: CommandName, body?: Record<string, unknown>) => Promise<WindowView>;
  readonly signal: (name: string, body?: unknown) => Promise<void>;
  /** Waits until every notice begun so far is closed: the test server cannot cancel an activity that has just ended. */
  readonly atRest: () => Promise<unknown>;
  /** Cancels it once every notice is closed; for a test that is not about the cancellation. */
  readonly callOff: () => Promise<void>;
  /** Waits, without moving the clock, until the condition holds. */
  readonly until: (condition: (view: WindowView) => boolean) => Promise<WindowView>;
}

/** A time-skipping server with the real workflows, and separate records for each window opened on it. */
export class WindowServer {
  private readonly worlds = new Map<string, World>();
  private count = 0;

  private constructor(
    readonly env: TestWorkflowEnvironment,
    private client: Client,
  ) {}

  /** `places`: how many slices are sent at once, of the first and of the later ones. */
  static async start({
    places = 100,
    dataConverter = {},
    watch,
  }: { places?: number; dataConverter?: DataConverter; watch?: Watching } = {}): Promise<WindowServer> {
    quietRuntime();
    const env = await timeSkippingEnvironment();
    const namespace = env.namespace ?? 'default';
    const server = new WindowServer(env, new Client({ connection: env.connection, namespace, dataConverter }));
    server.watching = watch;
    await server.work(namespace, places, dataConverter);
    return server;
  }

  /** How results are watched, where not by what each test says. */
  private watching: Watching | undefined;
  private stop: () => Promise<void> = () => Promise.resolve();

  /** What was begun goes on, without a cache, with workers and clients that write and read in this way. */
  async rewrite(dataConverter: DataConverter): Promise<void> {
    await this.stop();
    const namespace = this.env.namespace ?? 'default';
    this.client = new Client({ connection: this.env.connection, namespace, dataConverter });
    await this.work(namespace, 100, dataConverter, 0);
  }

  private async work(
    namespace: string,
    places: number,
    dataConverter: DataConverter,
    maxCachedWorkflows?: number,
  ): Promise<void> {
    const shared = { connection: this.env.nativeConnection, namespace, dataConverter };
    const world = (reference: string) => {
      const found = this.worlds.get(reference);
      if (!found) throw ApplicationFailure.nonRetryable(`no world for ${reference}`);
      return found;
    };
    const activities: Activities = {
      recordTimeline: (entry) => world(entry.reference).activities.recordTimeline(entry),
      supersedeNotice: (key) => world(key.reference).activities.supersedeNotice(key),
    };
    const delivery: DeliveryActivities = {
      deliverNotice: (task) => world(task.key.reference).delivery.deliverNotice(task),
    };
    const watch: Watching = this.watching ?? {
      watchResult: (task) => world(Context.current().info.workflowExecution?.workflowId ?? '').watch.watchResult(task),
    };
    const workers = await Promise.all([
      Worker.create({ ...shared, taskQueue: WORK_QUEUE, activities: watch }),
      Worker.create({
        ...shared,
        taskQueue: WINDOWS_QUEUE,
        workflowBundle: { codePath: await bundleIfStale() },
        activities,
        ...optional({ maxCachedWorkflows }),
      }),
      ...[URGENT_QUEUE, DELIVERY_QUEUE, INTERNAL_QUEUE, BULK_QUEUE].map((taskQueue) =>
        Worker.create({ ...shared, taskQueue, activities: delivery, maxConcurrentActivityTaskExecutions: places }),
      ),
    ]);
    const running = Promise.all(workers.map((worker) => worker.run()));
    this.stop = async () => {
      for (const worker of workers) worker.shutdown();
      await running;
    };
  }

  async teardown(): Promise<void> {
    await this.stop();
    await this.env.teardown();
  }

  /** Opens a window at the server's current time. Time moves only by `env.sleep`. */
  async open(
    change: Parameters<typeof openingBody>[0] = {},
    times: { inMs?: number; lastsMs?: number } = {},
    policy?: NoticePolicy,
    settings?: Partial<OpeningSettings>,
  ): Promise<OpenedWindow> {
    const world = new World();
    const openedAt = await this.env.currentTimeMs();
    const reference = `MW-2026-${String(++this.count).padStart(4, '0')}`;
    this.worlds.set(reference, world);
    const opened = openedEvent(openingBody(change, { now: openedAt, ...times }), {
      now: openedAt,
      reference,
      ...(policy ? { policy } : {}),
      ...(settings ? { settings } : {}),
    });
    const handle = await this.client.workflow.start<(input: WindowInput) => Promise<WindowOutcome>>(
      MAINTENANCE_WINDOW,
      {
        workflowId: reference,
        taskQueue: WINDOWS_QUEUE,
        args: [{ opened }],
      },
    );
    return openedWindow(handle, reference, world, openedAt);
  }

  /** While recording, keeps the histories of the finished window and of one of its notices as golden ones. */
  async keep(window: OpenedWindow, name: string, notice?: { id: string; name: string }): Promise<void> {
    await window.handle.result();
    await keepHistory(window.handle, name);
    if (notice) await keepHistory(this.notice(window, notice.id), notice.name);
  }

  /** A signal with a payload as it is, which no client of ours would send. */
  async signalRaw(workflowId: string, signalName: string, payload: Payload): Promise<void> {
    await this.env.connection.workflowService.signalWorkflowExecution({
      namespace: this.env.namespace ?? 'default',
      workflowExecution: { workflowId },
      signalName,
      input: { payloads: [payload] },
    });
  }

  /** A window's workflow started with a payload as it is; its result. */
  async startRaw(payload: Payload): Promise<unknown> {
    const workflowId = `raw-${String(++this.count)}`;
    await this.env.connection.workflowService.startWorkflowExecution({
      namespace: this.env.namespace ?? 'default',
      workflowId,
      workflowType: { name: MAINTENANCE_WINDOW },
      taskQueue: { name: WINDOWS_QUEUE },
      requestId: workflowId,
      input: { payloads: [payload] },
    });
    return this.client.workflow.getHandle(workflowId).result();
  }

  /** A window that was opened before, as the present client reads it. */
  again(window: OpenedWindow): OpenedWindow {
    const handle = this.client.workflow.getHandle<(input: WindowInput) => Promise<WindowOutcome>>(window.reference);
    return openedWindow(handle, window.reference, window.world, window.openedAt);
  }

  /** The child workflow of a notice, such as `announcement.r1`. */
  notice(window: OpenedWindow, id: string) {
    return this.client.workflow.getHandle(`${window.reference}.${id}`);
  }

  /**
   * Moves to a minute after an instant: a message sent at the exact instant of a timer confuses the test server. The query
   * after it makes sure that everything due has been handled.
   */
  async pass(window: OpenedWindow, at: number): Promise<void> {
    await this.env.sleep(at - (await this.env.currentTimeMs()) + MINUTE);
    await window.view();
  }
}

function openedWindow(handle: OpenedWindow['handle'], reference: string, world: World, openedAt: number): OpenedWindow {
  const view = () => handle.query(windowQuery);
  const count = (type: string) => world.timeline.filter((seen) => seen === type).length;
  const window: OpenedWindow = {
    reference,
    world,
    handle,
    openedAt,
    view,
    update: (name, { by = 'tester', ...fields } = {}) =>
      handle.executeUpdate(commandUpdate(name), { args: [fields, { by: String(by) }] }),
    signal: (name, fields) => handle.signal(name, ...(fields === undefined ? [] : [fields])),
    async until(condition) {
      const deadline = Date.now() + 20 * SECOND;
      for (;;) {
        const seen = await view();
        if (condition(seen)) return seen;
        if (Date.now() > deadline) throw new Error(`not reached: ${condition.toString()}; ${JSON.stringify(seen)}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    // before its opening is on record nothing has begun, and nothing is at rest
    atRest: () =>
      window.until(
        () => count('opened') > 0 && count('notice-begun') + count('notice-retried') === count('notice-settled'),
      ),
    async callOff() {
      await window.atRest();
      await window.update('cancel', { reason: 'Not needed.' });
    },
  };
  return window;
}
