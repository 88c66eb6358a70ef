/** What the Grafana dashboard shows, from the questions that somebody on call asks (O3). */

export interface Panel {
  readonly title: string;
  /** What the figure says, and when it is bad. */
  readonly about: string;
  readonly kind: 'stat' | 'graph';
  /** Expressions by their legend. */
  readonly asks: Readonly<Record<string, string>>;
  readonly unit?: 's' | 'short' | 'percentunit' | 'bytes' | 'reqps' | 'bool';
  /** From where on it is red. */
  readonly red?: number;
}

const now = (metric: string) => `max(${metric})`;
const by = (label: string, metric: string) => ({ [`{{${label}}}`]: `max by (${label}) (${metric})` });
const quantile = (of: number, label: string, metric: string) => ({
  [`{{${label}}}`]: `histogram_quantile(${String(of)}, sum by (le, ${label}) (rate(${metric}_bucket[5m])))`,
});
const stat = (title: string, about: string, expr: string, more: Partial<Panel> = {}): Panel => ({
  ...{ title, about, kind: 'stat', asks: { now: expr }, red: 1 },
  ...more,
});
const graph = (title: string, about: string, asks: Panel['asks'], unit: Panel['unit'] = 'short'): Panel => ({
  ...{ title, about, kind: 'graph', asks, unit },
});

/** One row for each question, in the order in which they are asked. */
export const ROWS: Readonly<Record<string, readonly Panel[]>> = {
  'Is anybody untold?': [
    stat(
      'Notices late by',
      'How long ago the latest notice was due that has not begun. Red from two minutes on.',
      now('forewarn_latest_notice_seconds'),
      { unit: 's', red: 120 },
    ),
    stat(
      'Windows not announced in time',
      'Customers were promised to know of them by now.',
      now('forewarn_notice_debts'),
    ),
    stat(
      'Oldest mail waiting',
      'Not offered to a mail server yet. Red from 15 minutes on.',
      now('forewarn_oldest_pending_delivery_seconds'),
      { unit: 's', red: 900 },
    ),
    graph('Mails', 'Waiting: not offered yet. Later: the mail server, or quiet hours, said so.', {
      waiting: now('forewarn_pending_deliveries'),
      later: now('forewarn_deferred_deliveries'),
    }),
    graph('Notices late', 'Windows whose next notice or step was due over a minute ago and has not begun.', {
      late: now('forewarn_late_notices'),
    }),
  ],
  'Does it run?': [
    stat('API', 'Red while an API process is not ready.', 'min(forewarn_ready{process="api"})', {
      unit: 'bool',
      red: 0,
    }),
    stat('Workers', 'Red while a worker process is not ready.', 'min(forewarn_ready{process="worker"})', {
      unit: 'bool',
      red: 0,
    }),
    stat(
      'Windows that differ from their record',
      'Their workflow and the database disagree: forewarn differences.',
      'sum(max by (kind) (forewarn_window_differences))',
    ),
    graph(
      'Workers by task queue',
      'Who asked for tasks within the last 90 s. Zero: what is put there waits.',
      by('queue', 'forewarn_task_queue_pollers'),
    ),
    graph('Failing steps', 'Steps of windows that fail, by reason. NonDeterminismError: a worker of another version.', {
      '{{failure_reason}}': 'sum by (failure_reason) (increase(temporal_workflow_task_execution_failed_total[5m]))',
    }),
    graph(
      'Time since the last comparison',
      'All windows are compared with their records every two minutes.',
      { age: 'time() - max(forewarn_windows_compared_timestamp_seconds)' },
      's',
    ),
  ],
  'Who waits for whom?': [
    graph('Tasks that wait', 'By task queue, as the server estimates.', by('queue', 'forewarn_task_queue_backlog')),
    graph(
      'Oldest task',
      'By task queue. Bulk is what the first seconds of a large notice left: it may wait.',
      by('queue', 'forewarn_task_queue_oldest_seconds'),
      's',
    ),
    graph(
      'Activities: from due to begun, p95',
      'How long work waits for a slot.',
      quantile(0.95, 'task_queue', 'temporal_activity_schedule_to_start_latency_seconds'),
      's',
    ),
    graph(
      'Steps of windows: from due to begun, p95',
      'How long a window waits for its worker.',
      quantile(0.95, 'task_queue', 'temporal_workflow_task_schedule_to_start_latency_seconds'),
      's',
    ),
    graph(
      'Activities: time they take, p95',
      'By what they do. What speaks to servers outside takes as long as they do.',
      quantile(0.95, 'activity_type', 'temporal_activity_execution_latency_seconds'),
      's',
    ),
    graph('Slots left', 'At zero, work waits in its queue.', {
      '{{task_queue}} {{worker_type}}': 'min by (task_queue, worker_type) (temporal_worker_task_slots_available)',
    }),
  ],
  'Do mails and channels arrive?': [
    stat(
      'Mails that do not arrive',
      'Share of the mails of the last hour that were refused or came back. Red from 5 % on.',
      'sum(max by (outcome) (forewarn_recent_deliveries{outcome=~"refused|returned"})) / clamp_min(sum(max by (outcome) (forewarn_recent_deliveries)), 1)',
      { unit: 'percentunit', red: 0.05 },
    ),
    graph('Mails of the last hour', 'What became of them.', by('outcome', 'forewarn_recent_deliveries')),
    graph(
      'Channels behind',
      'How old the first event is that a channel in trouble does not show.',
      by('channel', 'forewarn_channel_lag_seconds'),
      's',
    ),
    graph('Deliveries in all', 'The ledger, by state.', by('state', 'forewarn_deliveries')),
  ],
  'What waits for people?': [
    stat(
      'Windows that need somebody',
      'Overrun, refused, unapproved: the window says what it needs.',
      now('forewarn_windows_needing_attention'),
    ),
    stat('Longest wait for somebody', 'Red from an hour on.', now('forewarn_oldest_attention_seconds'), {
      unit: 's',
      red: 3_600,
    }),
    stat('Reports that are late', 'Owed to customers and not published.', now('forewarn_late_reports')),
    graph('Windows by phase', 'All that are on record.', by('phase', 'forewarn_windows')),
    graph('Work on resources', 'Claims by state.', by('state', 'forewarn_work')),
  ],
  'Is the API quick?': [
    graph(
      'Requests',
      'By status.',
      { '{{status}}': 'sum by (status) (rate(forewarn_http_request_duration_seconds_count[5m]))' },
      'reqps',
    ),
    graph(
      'Time to answer, p99',
      'By operation.',
      quantile(0.99, 'route', 'forewarn_http_request_duration_seconds'),
      's',
    ),
  ],
  'Is the machine enough?': [
    graph('Memory', 'Of each process.', { '{{instance}}': 'process_resident_memory_bytes' }, 'bytes'),
    graph('Processor', 'Cores that each process uses.', { '{{instance}}': 'rate(process_cpu_seconds_total[5m])' }),
    graph(
      'Delay of the event loop, p99',
      'From 0.1 s on the process is the bottleneck.',
      { '{{instance}}': 'nodejs_eventloop_lag_p99_seconds' },
      's',
    ),
    graph('Windows in memory', 'Workflows that a worker need not replay.', {
      '{{instance}}': 'temporal_sticky_cache_size',
    }),
  ],
};
