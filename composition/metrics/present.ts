import { Gauge, type Registry } from 'prom-client';
import { DIFFERENCES } from '../../domain/reconciling/differences';
import { SECOND } from '../../domain/shared/time';
import type { Database } from '../../store/database/database';
import { channelLags, deliveryFigures, recentFigures, windowFigures } from '../../store/figures/present';
import { lastCompared, listDifferences } from '../../store/reconciling/differences';
import type { QueueFigure } from '../../temporal/task-queues';
import { readSeldom } from './seldom';

/** However often they are scraped, figures are read this seldom (ms). */
const READ_EVERY = 10 * SECOND;
/** Of notices of a whole hour there may be a hundred thousand deliveries. */
const READ_RECENT_EVERY = 60 * SECOND;

export interface PresentSources {
  readonly db: Database;
  /** See createQueueCensus; without it nothing is said of task queues. */
  readonly queues?: (() => Promise<readonly QueueFigure[]>) | undefined;
  /** UTC ms. */
  readonly clock: () => number;
}

type Values = readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[];
const plain = (value: number): Values => [[{}, value]];

const DELIVERY_GAUGES: Readonly<Record<string, GaugeRow<Awaited<ReturnType<typeof deliveryFigures>>>>> = {
  forewarn_pending_deliveries: {
    help: 'Mails that no mail server has been offered yet',
    of: ({ pending }) => plain(pending),
  },
  forewarn_deferred_deliveries: {
    help: 'Mails that are tried again later: greylisting, quiet hours, a full mailbox',
    of: ({ deferred }) => plain(deferred),
  },
  forewarn_oldest_pending_delivery_seconds: {
    help: 'How long the oldest mail has waited that no mail server has been offered yet',
    of: ({ oldestPendingSeconds }) => plain(oldestPendingSeconds),
  },
};

const WINDOW_GAUGES: Readonly<Record<string, GaugeRow<Awaited<ReturnType<typeof windowFigures>>>>> = {
  forewarn_windows_needing_attention: {
    help: 'Windows that need somebody',
    of: ({ attention }) => plain(attention),
  },
  forewarn_oldest_attention_seconds: {
    help: 'How long the first of what needs somebody has waited',
    of: ({ attentionSeconds }) => plain(attentionSeconds),
  },
  forewarn_late_notices: {
    help: 'Windows whose next notice or other step was due over a minute ago and has not begun',
    of: ({ late }) => plain(late),
  },
  forewarn_latest_notice_seconds: {
    help: 'How long ago the notice was due that is the latest',
    of: ({ lateSeconds }) => plain(lateSeconds),
  },
  forewarn_notice_debts: {
    help: 'Windows that customers were promised to know of by now and that nobody has told them of',
    of: ({ debts }) => plain(debts),
  },
  forewarn_late_reports: {
    help: 'Reason-for-outage reports that are owed and late',
    of: ({ lateReports }) => plain(lateReports),
  },
};

/**
 * How things stand now (O3), as gauges that every process has, so that alerts are heard while one of them is away: take their `max`,
 * never their sum. Labels have few values and name nobody. What cannot be read is left out.
 */
export function addPresentFigures(registry: Registry, { db, queues, clock }: PresentSources): void {
  const seldom = <T>(read: () => Promise<T>, everyMs = READ_EVERY) => readSeldom(read, { everyMs, clock });
  const deliveries = seldom(() => deliveryFigures(db));
  const windows = seldom(() => windowFigures(db, clock()));
  const gauges = <T>(read: () => Promise<T | undefined>, rows: Readonly<Record<string, GaugeRow<T>>>) => {
    for (const [name, row] of Object.entries(rows)) addGauge(registry, { name, read, ...row });
  };
  gauges(deliveries, DELIVERY_GAUGES);
  gauges(windows, WINDOW_GAUGES);
  gauges(
    seldom(() => channelLags(db, clock())),
    {
      forewarn_channel_lag_seconds: {
        help: 'How old the first event is that a channel in trouble does not show; 0 without trouble',
        labels: ['channel'],
        of: (lags) => [...lags].map(([channel, seconds]) => [{ channel }, seconds]),
      },
    },
  );
  gauges(
    seldom(() => recentFigures(db), READ_RECENT_EVERY),
    {
      forewarn_recent_deliveries: {
        help: 'What became of the mails of the notices of the last hour',
        labels: ['outcome'],
        of: (counted) => Object.entries(counted).map(([outcome, count]) => [{ outcome }, count]),
      },
    },
  );
  gauges(
    seldom(() => differencesOf(db)),
    {
      forewarn_window_differences: {
        help: 'Windows whose workflow and record disagree, by kind of difference',
        labels: ['kind'],
        of: ({ kinds }) =>
          Object.keys(DIFFERENCES).map((kind) => [{ kind }, kinds.filter((one) => one === kind).length]),
      },
      forewarn_windows_compared_timestamp_seconds: {
        help: 'When all windows were last compared with their workflows',
        of: ({ comparedAt }) => (comparedAt === null ? [] : plain(comparedAt / SECOND)),
      },
    },
  );
  if (queues) gauges(seldom(queues), QUEUE_GAUGES);
}

/** Whether the process can do its work, as its /readyz says. */
export function addReady(registry: Registry, process: 'api' | 'worker', isReady: () => Promise<boolean>): void {
  addGauge(registry, {
    ...{
      name: 'forewarn_ready',
      help: 'Whether the process can do its work, as /readyz says: 1 or 0',
      labels: ['process'],
    },
    read: isReady,
    of: (ready) => [[{ process }, ready ? 1 : 0]],
  });
}

interface GaugeRow<T> {
  readonly help: string;
  readonly labels?: readonly string[];
  readonly of: (figures: T) => Values;
}

const OF_QUEUE = ['queue', 'kind'];
const queueGauge = (help: string, of: (figure: QueueFigure) => number): GaugeRow<readonly QueueFigure[]> => ({
  ...{ help, labels: OF_QUEUE },
  of: (figures) => figures.map((figure) => [{ queue: figure.queue, kind: figure.kind }, of(figure)]),
});

const QUEUE_GAUGES = {
  forewarn_task_queue_pollers: queueGauge('Workers that poll a task queue', ({ pollers }) => pollers),
  forewarn_task_queue_backlog: queueGauge('Tasks that wait in a task queue', ({ backlog }) => backlog),
  forewarn_task_queue_oldest_seconds: queueGauge(
    'How long the oldest task of a task queue has waited',
    ({ oldestSeconds }) => oldestSeconds,
  ),
};

/** A gauge whose values are read when it is scraped. */
function addGauge<T>(
  registry: Registry,
  {
    name,
    help,
    labels = [],
    read,
    of,
  }: GaugeRow<T> & { readonly name: string; readonly read: () => Promise<T | undefined> },
): void {
  new Gauge({
    ...{ name, help, labelNames: [...labels], registers: [registry] },
    async collect() {
      const figures = await read();
      this.reset();
      // a reset gauge without labels is 0, which would be said of what is not known
      if (labels.length === 0) this.remove();
      for (const [given, value] of figures === undefined ? [] : of(figures)) this.set({ ...given }, value);
    },
  });
}

async function differencesOf(db: Database) {
  const [differences, comparedAt] = await Promise.all([listDifferences(db), lastCompared(db)]);
  return { kinds: differences.map(({ kind }) => kind), comparedAt };
}
