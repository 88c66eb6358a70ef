import { sql } from 'kysely';
import type { PlacedMessage } from '../../activities/ports/inbound';
import { parseCalendarUid } from '../../domain/channels/calendar';
import { parseMessageId } from '../../domain/delivery/bounce';
import { organizationOfWriter, type PlacedBy, type WrittenMessage } from '../../domain/delivery/written-message';
import { optional } from '../../domain/shared/optional';
import type { Database } from '../database/database';
import type { DeliveryMarks } from '../ledger/delivery-marks';

export interface Placing {
  /** The host of our UIDs; several where there are brands. */
  readonly domain: string | readonly string[];
  /** Verify our tokens; without them tokens are ignored. */
  readonly marks: DeliveryMarks | undefined;
}

interface Found {
  readonly reference: string;
  readonly placedBy: PlacedBy;
  /** The recipient of the mail that is answered. */
  readonly organizationId?: string;
}

/** The window a message is about, as far as it names one that exists, and the organization of its writer. */
export async function placeMessage(db: Database, message: WrittenMessage, placing: Placing): Promise<PlacedMessage> {
  const found =
    (await byMessageId(db, message)) ??
    (await byToken(db, message, placing.marks)) ??
    (await byReference(db, message, placing.domain));
  const writer = await writerIn(db, message.from, found);
  return { ...optional({ reference: found?.reference, placedBy: found?.placedBy }), ...writer };
}

async function byMessageId(db: Database, { answers }: WrittenMessage): Promise<Found | undefined> {
  const named = answers.flatMap((id) => {
    const notice = parseMessageId(id);
    return notice ? [{ id, ...notice }] : [];
  });
  if (named.length === 0) return undefined;
  const { rows } = await sql<{ reference: string; organizationId: string }>`
    select n.window_reference as reference, d.organization_id as "organizationId"
    from unnest(
        ${named.map(({ id }) => id)}::text[], ${named.map(({ reference }) => reference)}::text[],
        ${named.map(({ slug }) => slug)}::text[], ${named.map(({ revision }) => revision)}::integer[]
      ) with ordinality as k(id, reference, slug, revision, place)
      join notices n on (n.window_reference, n.slug, n.revision) = (k.reference, k.slug, k.revision)
      join deliveries d on d.notice_id = n.id and d.message_id = k.id
    order by k.place limit 1
  `.execute(db);
  return rows[0] && { ...rows[0], placedBy: 'message-id' };
}

async function byToken(
  db: Database,
  { tokens }: WrittenMessage,
  marks: DeliveryMarks | undefined,
): Promise<Found | undefined> {
  const named = marks ? tokens.flatMap((token) => marks.named(token) ?? []) : [];
  if (!marks || named.length === 0) return undefined;
  const { rows } = await sql<{ id: number; messageId: string; reference: string; organizationId: string }>`
    select d.id, d.message_id as "messageId", n.window_reference as reference, d.organization_id as "organizationId"
    from deliveries d join notices n on n.id = d.notice_id where d.id = any (${named}::bigint[])
  `.execute(db);
  const row = rows.find((delivery) => tokens.some((token) => marks.isGenuine(token, delivery)));
  return row && { reference: row.reference, organizationId: row.organizationId, placedBy: 'return-path' };
}

/** By a reference that anybody could write; the window must exist. */
async function byReference(
  db: Database,
  { quoted, uid, mentions }: WrittenMessage,
  domain: Placing['domain'],
): Promise<Found | undefined> {
  const event = uid === undefined ? undefined : parseCalendarUid(domain, uid);
  const named: Found[] = [
    ...(quoted === undefined ? [] : [{ reference: quoted, placedBy: 'quoted' as const }]),
    ...(event ? [{ reference: event.reference, placedBy: 'calendar' as const }] : []),
    ...mentions.map((reference) => ({ reference, placedBy: 'mention' as const })),
  ];
  if (named.length === 0) return undefined;
  const references = named.map(({ reference }) => reference);
  const windows = await db.selectFrom('windows').select('reference').where('reference', 'in', references).execute();
  return named.find(({ reference }) => windows.some((window) => window.reference === reference));
}

interface WriterRow {
  readonly contactOf: readonly string[] | null;
  readonly toldContactOf: readonly string[] | null;
  readonly hostOf: readonly string[] | null;
  readonly answered: string | null;
}

async function writerIn(
  db: Database,
  from: string,
  found: Found | undefined,
): Promise<Pick<PlacedMessage, 'organizationId' | 'writerKnownBy'>> {
  const host = from.slice(from.lastIndexOf('@') + 1);
  const { rows } = await sql<WriterRow>`
    with audience as (
      select distinct o.id from notices n
        join notice_organizations s on s.notice_id = n.id
        join organizations o on o.id = s.organization_id
      where n.window_reference = ${found?.reference ?? ''}
    ),
    theirs as (
      select organization_id as id from contacts where lower(email) = ${from}
      union
      select id from organizations where lower(maintenance_email) = ${from}
    ),
    hosts as (
      select c.organization_id as id from contacts c join audience a on a.id = c.organization_id
      where split_part(lower(c.email), '@', 2) = ${host}
      union
      select o.id from organizations o join audience a on a.id = o.id
      where split_part(lower(o.maintenance_email), '@', 2) = ${host}
    )
    select (select array_agg(id order by id) from theirs) as "contactOf",
      (select array_agg(id order by id) from theirs where id in (select id from audience)) as "toldContactOf",
      (select array_agg(id order by id) from hosts) as "hostOf",
      -- mails to our own people belong to no customer
      (select id from organizations where id = ${found?.organizationId ?? ''}) as answered
  `.execute(db);
  const [row] = rows;
  const known = organizationOfWriter({
    contactOf: row?.contactOf ?? [],
    toldContactOf: row?.toldContactOf ?? [],
    hostOf: row?.hostOf ?? [],
    answered: row?.answered ?? undefined,
  });
  return known ?? {};
}
