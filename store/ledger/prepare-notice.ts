import { sql, type RawBuilder, type Transaction } from 'kysely';
import type { NoticeKey, PreparedNotice } from '../../activities/ports/ledger';
import { isToCustomers, subscriberRule } from '../../domain/notices/notice-kinds';
import type { NoticeKind } from '../../domain/notices/notices';
import type { Scope } from '../../domain/planning/scope';
import type { Database } from '../database/database';
import type { Tables } from '../database/tables';
import { calendarRevisions } from './calendar';
import { changedList } from './changed-lists';
import { noticeAudience, type NoticeRow } from './audience';
import { isNotice, unknownNotice } from './key';
import { staffTicks } from './staff';
import { withWork } from './told-work';
import { ENDED_BY_MAIL, writeUntold } from './untold';
import { isNoPage } from './page-organizations';

const NOBODY: PreparedNotice = { organizations: 0, recipients: 0, newcomers: 0, leavers: 0 };

/**
 * Above this many new rows the planner's statistics are refreshed: without that, later updates would scan the whole table. It
 * also discards the plans that connections keep (store/database/prepared.ts), which were made for a table of another size.
 */
const ANALYZE_ABOVE = 1_000;

/**
 * Resolves the notice's audience and writes a row for each delivery, once. A notice that is already prepared is only counted;
 * one whose window has a newer revision gets no rows (N9). In the same transaction older notices are superseded: those of an
 * older revision stop, and where only retries are left, this notice replaces them (N10). Throws for an unknown notice.
 */
export async function prepareNotice(db: Database, key: NoticeKey, ids: MessageIds): Promise<PreparedNotice> {
  const { size, isNew } = await db.transaction().execute(async (trx) => {
    const notice = await lockNotice(trx, key);
    if (!notice.isCurrent || notice.isPrepared) return { size: await countNotice(trx, notice.id), isNew: false };
    const written = await writeDeliveries(trx, key, notice, ids);
    await makeRoom(trx, key, notice);
    return { size: written, isNew: true };
  });
  if (isNew && size.recipients > ANALYZE_ABOVE) await sql`analyze deliveries, notice_organizations`.execute(db);
  return size;
}

/** Locks the notice against a second prepare, and the window against a new revision in between. */
async function lockNotice(
  trx: Transaction<Tables>,
  key: NoticeKey,
): Promise<NoticeRow & { isCurrent: boolean; isPrepared: boolean }> {
  await sql`select 1 from windows where reference = ${key.reference} for share`.execute(trx);
  const { rows } = await sql<{
    id: number;
    kind: NoticeKind;
    sequence: number;
    scope: Scope;
    isCurrent: boolean;
    isPrepared: boolean;
  }>`
    select n.id, n.kind, n.sequence, w.view->'spec'->'scope' as scope, n.revision = w.revision as "isCurrent",
      n.prepared_at is not null or exists (select from deliveries d where d.notice_id = n.id) as "isPrepared"
    from notices n join windows w on w.reference = n.window_reference
    where ${isNotice(key)}
    for update of n
  `.execute(trx);
  const [row] = rows;
  if (!row) throw unknownNotice(key);
  return { ...row, reference: key.reference, revision: key.revision };
}

async function countNotice(trx: Transaction<Tables>, id: number): Promise<PreparedNotice> {
  const { rows } = await sql<PreparedNotice>`
    select (select count(*) from notice_organizations where notice_id = ${id} and ${isNoPage(sql`organization_id`)}) as organizations,
      (select count(*) from deliveries where notice_id = ${id}) as recipients, n.newcomers, n.leavers
    from notices n where n.id = ${id}
  `.execute(trx);
  return rows[0] ?? NOBODY;
}

/**
 * One statement, whatever the size. The Message-ID is derived from the ledger's key alone, never from an attempt or a run, so
 * that two copies are recognized as one. It contains a hash of the recipient's id, never the address (T4). With a secret key,
 * nobody can forge one without having seen the mail (T8).
 */
async function writeDeliveries(
  trx: Transaction<Tables>,
  key: NoticeKey,
  notice: NoticeRow,
  ids: MessageIds,
): Promise<PreparedNotice> {
  const { idKey } = ids;
  const hasSubscribers = subscriberRule(notice.kind) !== undefined;
  const messagePrefix = `${key.reference}.${key.slug}.r${String(key.revision)}.`;
  const { rows } = await sql<PreparedNotice>`
    with ${noticeAudience(notice)},
    ${calendarRevisions(notice)},
    organizations_written as (
      insert into notice_organizations
        (notice_id, organization_id, organization, resources, calendar_sequence, calendar_revised_at, changed)
      select ${notice.id}::bigint, organization_id, organization,
        ${withWork(notice.reference, sql`organization_id`, sql`resources`)}, sequence, revised_at,
        ${changedList(notice.kind, sql`calendar_revisions`)}
      from calendar_revisions
      returning organization_id
    ),
    deliveries_written as (
      insert into deliveries (notice_id, organization_id, recipient, channel, address, name, message_id, state, reply, locale)
      select ${notice.id}::bigint, r.organization_id, r.recipient, 'email', r.address, r.name,
        ${messagePrefix}::text || ${recipientMark(idKey?.(key))} || '@' || ${domainOf(ids)},
        case when s.address is null then 'pending' else 'suppressed' end,
        'nothing is sent to this address since ' || to_char(s.since at time zone 'UTC', 'YYYY-MM-DD') || ': ' || s.reason, ${hasSubscribers ? sql`coalesce(c.locale, p.language)` : sql`c.locale`}
      from recipients r left join suppressions s on s.address = lower(r.address)
        left join contacts c on r.recipient like 'contact:%' and c.id = substr(r.recipient, 9)
        ${hasSubscribers ? sql`left join page_subscribers p on r.recipient = 'subscriber:' || p.id` : sql``}
        ${withBrand(ids)}
      order by r.organization_id, r.recipient
      on conflict do nothing
      returning organization_id, recipient, state, reply
    ),
    ${isToCustomers(notice.kind) ? brandsWritten(notice) : sql``}
    tasks_written as (
      insert into staff_tasks (window_reference, kind, organization_id, subject, reason)
      select ${notice.reference}::text, 'reach-otherwise', organization_id, recipient, reply
      from deliveries_written where state = 'suppressed'
      -- a task that mail had ended is opened again; one that a person has ended stays closed
      on conflict (window_reference, kind, organization_id, subject) do update
        set reason = excluded.reason, created_at = now(), done_at = null, done_by = null, note = null
        where staff_tasks.done_by = ${ENDED_BY_MAIL}
    ),
    ${staffTicks(notice)}
    ${isToCustomers(notice.kind) ? writeUntold(notice) : sql``}
    marked as (
      update notices n set prepared_at = now(), newcomers = c.newcomers, leavers = c.leavers
      from changes c where n.id = ${notice.id}
    )
    select (select count(*) from organizations_written where ${isNoPage(sql`organization_id`)}) as organizations,
      (select count(*) from deliveries_written) as recipients, newcomers, leavers
    from changes
  `.execute(trx);
  return rows[0] ?? NOBODY;
}

/** How Message-IDs are made. */
export interface MessageIds {
  /** The host name after the `@`. */
  readonly messageDomain: string;
  /** The same for mails of brands (P7), by the brand's name. */
  readonly brandDomains?: Readonly<Record<string, string>> | undefined;
  /**
   * The 32-byte key for the ids of one notice; see createDeliveryMarks. Without it, anybody who knows the recipient can compute
   * the id.
   */
  readonly idKey?: ((key: NoticeKey) => Buffer) | undefined;
}

/** The host name in the Message-ID of the recipient `r`: that of the brand `b` which its organization had when it was looked up. */
function domainOf({ messageDomain, brandDomains = {} }: MessageIds): RawBuilder<string> {
  return hasBrands({ brandDomains })
    ? sql`coalesce(${JSON.stringify(brandDomains)}::jsonb->>b.brand, ${messageDomain}::text)`
    : sql`${messageDomain}::text`;
}

/** Joins the brand `b` of the recipient `r`, where there are any. */
function withBrand(ids: Pick<MessageIds, 'brandDomains'>): RawBuilder<unknown> {
  if (!hasBrands(ids)) return sql``;
  return sql`left join (select organization_id, organization->>'brand' as brand from told_organizations) b on b.organization_id = r.organization_id`;
}

const hasBrands = ({ brandDomains = {} }: Pick<MessageIds, 'brandDomains'>) => Object.keys(brandDomains).length > 0;

/** Whose pages show the window from now on (P7): those whose customers it touches, or touched when they were told. */
function brandsWritten({ reference }: NoticeRow): RawBuilder<unknown> {
  return sql`
    brands_written as (
      insert into window_brands (window_reference, brand)
      select ${reference}::text, coalesce(organization->>'brand', '') from snapshots
      union
      select ${reference}::text, coalesce(organization->>'brand', '') from told_organizations where ${isNoPage(sql`organization_id`)}
      on conflict do nothing
    ),`;
}

/** HMAC-SHA-256 of `r.recipient` (RFC 2104) in SQL, 128 bits of it in hexadecimal; without a key, a plain hash. */
function recipientMark(key: Buffer | undefined): RawBuilder<string> {
  if (!key) return sql`left(md5(r.recipient), 16)`;
  const pad = (byte: number) => Buffer.from(Buffer.concat([key], 64).map((of) => of ^ byte));
  return sql`left(encode(sha256(${pad(0x5c)}::bytea || sha256(${pad(0x36)}::bytea || convert_to(r.recipient, 'UTF8'))), 'hex'), 32)`;
}

/**
 * Stops unsent deliveries of older revisions. Of older notices with only retries left, deliveries to recipients of this notice
 * are superseded; other recipients keep their retry. The server's reply is kept.
 */
async function makeRoom(trx: Transaction<Tables>, key: NoticeKey, notice: NoticeRow): Promise<void> {
  await sql`
    update deliveries d
    set state = 'superseded', next_attempt_at = null, updated_at = now(),
      reply = case when o.revision < ${key.revision}
          then ${`superseded by revision ${String(key.revision)}`}::text
          else ${`replaced by ${key.slug}`}::text
        end || coalesce('; before: ' || d.reply, '')
    from notices o
    where o.window_reference = ${key.reference} and o.sequence < ${notice.sequence} and d.notice_id = o.id
      and d.state in ('pending', 'deferred')
      and (
        o.revision < ${key.revision}
        or o.state = 'waiting' and (
          d.recipient in (select recipient from deliveries where notice_id = ${notice.id})
          or (d.organization_id, lower(d.address)) in (
            select organization_id, lower(address) from deliveries where notice_id = ${notice.id}
          )
        )
      )
  `.execute(trx);
}
