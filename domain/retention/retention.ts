/**
 * How long what names people is kept (T6). One row a kind: what it is, the days it is kept when nobody says otherwise, and the
 * fewest days that may be set, below which the product would lose what it still needs. store/retention/ carries it out.
 */
export const RETENTION = {
  deliveries: {
    what: 'names and addresses of the recipients of a window, from its end on; the delivery stays, its address becomes a keyed hash',
    days: 730,
    least: 30,
  },
  tasks: {
    what: 'notes of people, and addresses in the text, of tasks that are done; the task stays',
    days: 730,
    least: 30,
  },
  suppressions: {
    what: 'addresses on the suppression list, and of those taken off it, that nobody in the inventory has; they become keyed hashes, and mail to them stays held back',
    days: 730,
    least: 30,
  },
  messages: { what: 'what people wrote back, and its words in tasks', days: 90, least: 1 },
  'returned-mail': { what: 'returned and unreadable mail that nobody could place', days: 90, least: 1 },
  webhooks: { what: 'webhooks that were delivered or given up, with their bodies', days: 90, least: 1 },
  subscribers: { what: 'subscriptions to the page that were never confirmed', days: 7, least: 1 },
  'idempotency-keys': { what: 'answers kept for a repeat with the same Idempotency-Key', days: 7, least: 1 },
  credentials: { what: 'API tokens and calendar feeds that have ended', days: 730, least: 30 },
} as const satisfies Record<string, { readonly what: string; readonly days: number; readonly least: number }>;

export type RetentionKind = keyof typeof RETENTION;
export const RETENTION_KINDS = Object.keys(RETENTION) as readonly RetentionKind[];

/** The days each kind is kept; null: for ever. */
export type RetentionPeriods = Readonly<Record<RetentionKind, number | null>>;

/** Where nobody says otherwise. */
export const KEPT_BY_DEFAULT = Object.fromEntries(
  RETENTION_KINDS.map((kind) => [kind, RETENTION[kind].days]),
) as RetentionPeriods;

/** `deliveries=365,messages=never`: the kinds that differ from their default. Or what is wrong with it, for a person. */
export function readRetention(setting: string): { readonly periods: RetentionPeriods } | { readonly fault: string } {
  const periods: Record<RetentionKind, number | null> = { ...KEPT_BY_DEFAULT };
  for (const entry of setting.split(',').filter((part) => part.trim() !== '')) {
    const [, name, text = ''] = /^\s*([a-z-]+)\s*=\s*(\d{1,5}|never)\s*$/.exec(entry) ?? [];
    const kind = RETENTION_KINDS.find((known) => known === name);
    if (!kind)
      return {
        fault: `must be entries such as deliveries=365 or messages=never; the kinds are ${RETENTION_KINDS.join(', ')}`,
      };
    const { least } = RETENTION[kind];
    if (text !== 'never' && Number(text) < least)
      return { fault: `keeps ${kind} for ${text} days, and they are needed for ${String(least)}: set more, or never` };
    periods[kind] = text === 'never' ? null : Number(text);
  }
  return { periods };
}
