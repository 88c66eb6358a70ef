import { describeAnswer, type AcknowledgementAnswer } from '../delivery/acknowledgement';
import type { MeasureEvent } from '../measures/measure';
import { describeEvent, type WindowEvent } from '../window/events';
import { EVENT_SOURCES, eventWords, type EventDetails, type EventSource } from './events';
import type { AuditKind } from './sources';

/** What a line of each source carries, as the store reads it. */
export interface AuditDetails extends Readonly<Record<EventSource, EventDetails>> {
  readonly window: WindowEvent;
  readonly answer: {
    readonly organizationId: string;
    readonly answer: AcknowledgementAnswer;
    readonly sequence: number;
    readonly recipient: string;
  };
  readonly measure: { readonly measure: string; readonly type: MeasureEvent; readonly words: string };
  readonly task: {
    readonly id: number;
    readonly kind: string;
    readonly subject: string;
    readonly answer: string | null;
    readonly note: string | null;
  };
  readonly suppression: { readonly address: string; readonly reason: string };
  readonly erasure: { readonly id: number; readonly addresses: number; readonly isFinished: boolean };
  readonly token: {
    readonly name: string;
    readonly role: string;
    readonly person: string | null;
    readonly isEnd: boolean;
  };
}

const OF_EVENTS = Object.fromEntries(EVENT_SOURCES.map((source) => [source, eventWords])) as Readonly<
  Record<EventSource, typeof eventWords>
>;

const WORDS: { readonly [K in AuditKind]: (detail: AuditDetails[K]) => string } = {
  ...OF_EVENTS,
  window: describeEvent,
  answer: (event) => describeAnswer({ at: 0, after: 0, event: { type: 'acknowledged', via: 'api', ...event } }),
  measure: ({ measure, type, words }) => `Measure "${measure}" ${type}${words === '' ? '' : `: ${words}`}`,
  task({ id, kind, subject, answer, note }) {
    const end = answer ?? 'done';
    return `Task ${String(id)} (${kind}, ${subject}) ${end}${note === null ? '' : `: ${note}`}`;
  },
  suppression: ({ address, reason }) => `Mail goes to ${address} again: ${reason}`,
  erasure({ id, addresses, isFinished }) {
    const whose = addresses === 1 ? 'one address' : `${String(addresses)} addresses`;
    return `Erasure ${String(id)} of ${whose}${isFinished ? '' : ', not finished: the same request again goes on'}`;
  },
  token({ name, role, person, isEnd }) {
    const whose = person === null || person === name ? '' : ` of ${person}`;
    return `Token "${name}"${whose}, role ${role}, ${isEnd ? 'ended' : 'issued'}`;
  },
};

/** What happened, as one line. */
export function auditWords<K extends AuditKind>(kind: K, detail: AuditDetails[K]): string {
  return WORDS[kind](detail);
}
