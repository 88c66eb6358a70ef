import { sql } from 'kysely';
import { markChanged, type ChangedList } from '../ledger/changed-lists';
import { readableAddress } from '../../domain/delivery/address-form';
import type { AffectedResource, MessageFacts, NoticeFacts, OrganizationFacts } from '../../domain/notices/message';
import type { NoticeKind } from '../../domain/notices/notices';
import type { UntoldReason } from '../../domain/notices/untold';
import type { ProofAnswer, ProofDelivery, ProofNotice } from '../../domain/proof/proof';
import type { SaidText } from '../../domain/proof/said';
import type { RecordedEvent } from '../../domain/window/events';
import type { WindowView } from '../../domain/window/view';
import { listAcknowledgements } from './acknowledgements';
import type { Database } from '../database/database';
import { allConflictsOf, type FoundConflict } from '../planning/recorded-conflicts';
import { isStillUntold } from '../ledger/untold';
import type { ProofWork } from '../../domain/proof/work';
import { workOfOrganization } from '../work/listed';
import { readRecordedEvents } from './recorded-events';

/** A notice to the organization, with the facts of its text. Instants are UTC ms. */
export interface NoticeOnRecord extends Omit<ProofNotice, 'message'> {
  /** One recipient's message: the first whose words are on record, accepted before others; null when the organization had none. */
  readonly message: MessageFacts | null;
  /** What is kept of that message; null when nothing is. */
  readonly said: KeptSaid | null;
}

interface KeptSaid {
  readonly subject: string;
  readonly body: SaidText;
}

/** Everything on record about one organization and one window. */
export interface ProofOnRecord {
  readonly view: WindowView;
  readonly history: readonly RecordedEvent[];
  /** The conflicts of its plans, for every revision. */
  readonly conflicts: readonly FoundConflict[];
  /** In the order they were begun; never empty. */
  readonly notices: readonly NoticeOnRecord[];
  readonly answers: readonly ProofAnswer[];
  readonly work: readonly ProofWork[];
}

/** The record as of one moment; undefined without such a window, and when no notice of it was meant for the organization. */
export async function readProof(
  db: Database,
  reference: string,
  organizationId: string,
): Promise<ProofOnRecord | undefined> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const window = await trx
        .selectFrom('windows')
        .select('view')
        .where('reference', '=', reference)
        .executeTakeFirst();
      const notices = window ? await readNotices(trx, reference, organizationId) : [];
      if (!window || notices.length === 0) return undefined;
      const history = await readRecordedEvents(trx, reference);
      const conflicts = await allConflictsOf(trx, reference);
      const answers = await listAcknowledgements(trx, reference, { organizationId });
      const work = await workOfOrganization(trx, reference, organizationId);
      return { view: window.view, history, conflicts, notices, answers, work };
    });
}

interface NoticeRow {
  readonly id: number;
  readonly slug: string;
  readonly kind: NoticeKind;
  readonly revision: number;
  readonly begunAt: Date;
  readonly state: string;
  readonly facts: NoticeFacts;
  readonly untold: UntoldReason | null;
  readonly organization: OrganizationFacts;
  readonly resources: AffectedResource[];
  readonly changed: ChangedList | null;
}

interface DeliveryRow extends Omit<ProofDelivery, 'stateSince' | 'acceptedAt'> {
  readonly noticeId: number;
  readonly stateSince: Date;
  readonly acceptedAt: Date | null;
  readonly locale: string | null;
  /** Ids of what is kept of its words; null where nothing is. */
  readonly subjectText: number | null;
  readonly bodyText: number | null;
}

/** Words on record, by the id of their text. */
type KeptTexts = ReadonlyMap<number, SaidText>;

async function readNotices(db: Database, reference: string, organizationId: string): Promise<NoticeOnRecord[]> {
  const { rows: notices } = await sql<NoticeRow>`
    select n.id, n.slug, n.kind, n.revision, n.begun_at as "begunAt", n.state, n.facts,
      coalesce(s.organization, u.organization) as organization, coalesce(s.resources, u.resources) as resources, s.changed,
      case when ${isStillUntold()} then u.reason end as untold
    from notices n
      left join notice_organizations s on s.notice_id = n.id and s.organization_id = ${organizationId}
      left join notice_untold u on u.notice_id = n.id and u.organization_id = ${organizationId}
    where n.window_reference = ${reference} and (s.notice_id is not null or u.notice_id is not null)
    order by n.sequence
  `.execute(db);
  // The ledger's times are the database's. A window's own clock, moved in a demonstration, may be ahead of it but never behind.
  const { rows: deliveries } = await sql<DeliveryRow>`
    select d.notice_id as "noticeId", d.recipient, d.name, d.address, d.channel, d.message_id as "messageId", d.state,
      d.attempts, d.reply, d.locale, s.id as "subjectText", b.id as "bodyText",
      d.updated_at + greatest(n.begun_at - n.recorded_at, interval '0') as "stateSince",
      d.accepted_at + greatest(n.begun_at - n.recorded_at, interval '0') as "acceptedAt"
    from notices n join deliveries d on d.notice_id = n.id
      left join notice_texts s on s.id = d.subject_text and s.notice_id = n.id
      left join notice_texts b on b.id = d.body_text and b.notice_id = n.id
    where n.window_reference = ${reference} and d.organization_id = ${organizationId}
    order by n.sequence, d.recipient
  `.execute(db);
  const ofNotice = new Map<number, DeliveryRow[]>(notices.map(({ id }) => [id, []]));
  for (const delivery of deliveries) ofNotice.get(delivery.noticeId)?.push(delivery);
  const firsts = new Map([...ofNotice].map(([id, own]) => [id, shown(own)]));
  // thousands of mails of one notice have the same words, so only those of the one that is shown are read
  const texts = await readTexts(db, [...firsts.values()]);
  return notices.map(({ id, begunAt, facts, changed, ...notice }) => {
    const own = ofNotice.get(id) ?? [];
    const first = firsts.get(id);
    return {
      ...notice,
      begunAt: begunAt.getTime(),
      deliveries: own.map(deliveryOf),
      said: first ? saidIn(first, texts) : null,
      message: first
        ? {
            facts,
            organization: notice.organization,
            resources: markChanged(notice.resources, changed),
            recipient: {
              name: first.name,
              address: first.address,
              ...(first.locale === null ? {} : { locale: first.locale }),
            },
            messageId: first.messageId,
            earlierMessageIds: [],
          }
        : null,
    };
  });
}

/** Whose text is shown. */
function shown(own: readonly DeliveryRow[]): DeliveryRow | undefined {
  const kept = own.filter(({ subjectText, bodyText }) => subjectText !== null && bodyText !== null);
  return kept.find(({ state }) => state === 'accepted') ?? kept[0] ?? own[0];
}

async function readTexts(db: Database, rows: readonly (DeliveryRow | undefined)[]): Promise<KeptTexts> {
  const ids = rows.flatMap((row) => [row?.subjectText ?? [], row?.bodyText ?? []].flat());
  if (ids.length === 0) return new Map();
  const { rows: texts } = await sql<{ id: number; said: SaidText }>`
    select id, said from notice_texts where id = any(${ids})
  `.execute(db);
  return new Map(texts.map(({ id, said }) => [id, said]));
}

function saidIn({ subjectText, bodyText }: DeliveryRow, texts: KeptTexts): KeptSaid | null {
  const [subject, body] = [subjectText, bodyText].map((id) => (id === null ? undefined : texts.get(id)));
  const [words] = subject?.parts ?? [];
  return typeof words === 'string' && body ? { subject: words, body } : null;
}

function deliveryOf(row: DeliveryRow): ProofDelivery {
  const {
    noticeId: _id,
    locale: _locale,
    subjectText: _subject,
    bodyText: _body,
    stateSince,
    acceptedAt,
    ...delivery
  } = row;
  return {
    ...delivery,
    address: readableAddress(delivery.address),
    stateSince: stateSince.getTime(),
    acceptedAt: acceptedAt?.getTime() ?? null,
  };
}
