import { sql, type Transaction } from 'kysely';
import { customerLinks } from '../../domain/window/links';
import { toIso } from '../../domain/shared/time';
import type { RecordedEvent } from '../../domain/window/events';
import { eventJson, windowJson } from '../../domain/window/window-json';
import type { WindowState } from '../../domain/window/types';
import { viewOf } from '../../domain/window/view';
import {
  hasLivingAudience,
  looksAtAudience,
  webhookLife,
  type WebhookEvent,
  type WebhookLife,
  type WebhookType,
} from '../../domain/channels/webhooks';
import { ANNOUNCEMENT } from '../../domain/notices/notice-kinds';
import { affectedResources } from '../inventory/audience';
import { customerEvents, forCustomer } from '../../domain/public/customer-view';
import type { Database } from '../database/database';
import { toJson } from '../database/json';
import { snapshots } from '../ledger/audience';
import { readRecordedEvents } from '../windows/recorded-events';
import type { Tables } from '../database/tables';
import { hasEndpoints } from './endpoints';

/** The maximum number of resources a message names (it also has the total): receivers want less than 20 kB. */
const NAMED_RESOURCES = 50;

/**
 * Who gets a message, by what the endpoint has been told about the window and whether its organization is affected now (N5):
 * - `events`: endpoints that know the window, or were there when it was announced.
 * - `newcomer`: affected now and not told before, or registered after the announcement: nothing of before is sent to them.
 * - `leaver`: told before and no longer affected, while it matters.
 * - `changed`: only the list of its own resources has changed.
 */
type Hears = 'events' | 'newcomer' | 'leaver' | 'changed';

/** A message for every endpoint that gets it; the statement adds the endpoint's own resources. */
interface Message {
  readonly hears: Hears;
  readonly event_id: string;
  readonly type: WebhookType;
  readonly body: unknown;
  /** Whose customers hear it (P7): its links are to that brand's page. */
  readonly brand: string;
}

/**
 * Turns new events on the window's timeline into webhooks for every active endpoint of an affected organization. A message has
 * the facts after its own event and the resources of this moment; both are then fixed. `publicUrls`: where customers of each brand reach
 * the pages, by the brand's name, empty for the default one (P7).
 */
export async function fanOut(
  db: Database,
  reference: string,
  publicUrls: Readonly<Record<string, string>>,
): Promise<{ created: number }> {
  return db.transaction().execute(async (trx) => {
    const converged = await lockCursor(trx, reference);
    if (converged === undefined) return { created: 0 };
    const timeline = await readRecordedEvents(trx, reference);
    const fresh = timeline.filter(({ sequence }) => sequence > converged);
    const last = fresh.at(-1);
    if (!last) return { created: 0 };
    const life = webhookLife(timeline);
    const created =
      life.state && life.announcedAt !== undefined && fresh.some(looksAtAudience) && (await hasEndpoints(trx))
        ? await write(trx, { ...life, state: life.state }, { converged, last, publicUrls })
        : 0;
    await trx
      .updateTable('webhook_windows')
      .set({ sequence: last.sequence })
      .where('window_reference', '=', reference)
      .execute();
    return { created };
  });
}

/** The last event that was turned into webhooks; locked until the end of the transaction. Undefined without a window. */
async function lockCursor(trx: Transaction<Tables>, reference: string): Promise<number | undefined> {
  await sql`
    insert into webhook_windows (window_reference, sequence)
    select reference, 0 from windows where reference = ${reference}
    on conflict do nothing
  `.execute(trx);
  const row = await trx
    .selectFrom('webhook_windows')
    .select('sequence')
    .where('window_reference', '=', reference)
    .forUpdate()
    .executeTakeFirst();
  return row?.sequence;
}

interface Span {
  readonly converged: number;
  readonly last: RecordedEvent;
  readonly publicUrls: Readonly<Record<string, string>>;
}

async function write(
  trx: Transaction<Tables>,
  life: WebhookLife & { readonly state: WindowState },
  span: Span,
): Promise<number> {
  const { state } = life;
  const events = life.events.filter(({ recorded }) => recorded.sequence > span.converged);
  const messages = Object.entries(span.publicUrls).flatMap(([brand, publicUrl]): Message[] =>
    [
      ...events.map((event) => eventMessage(event, publicUrl)),
      ...audienceMessages(life, { last: span.last, publicUrl }),
    ].map((message) => ({ ...message, brand })),
  );
  const isFirstWord = events.some(({ type }) => type === 'window.announced');
  const isLiving = hasLivingAudience(state);
  const { rows } = await sql<{ created: number }>`
    with ${affectedResources(state.spec.scope)},
    ${snapshots(sql`${state.spec.impact.level}::text`)},
    compared as (
      select e.id as endpoint_id, e.event_types, case when o.brand = any (${Object.keys(span.publicUrls)}::text[]) then o.brand else '' end as brand, s.resources as present, a.resources as before,
        s.organization_id is not null as is_affected,
        e.created_at <= (
          select min(recorded_at) from notices where window_reference = ${state.reference} and kind = ${ANNOUNCEMENT}
        ) as heard_announcement,
        a.endpoint_id is not null and not a.has_left as was_told
      from webhook_endpoints e
        left join snapshots s on s.organization_id = e.organization_id
        left join organizations o on o.id = e.organization_id
        left join webhook_audience a on a.window_reference = ${state.reference} and a.endpoint_id = e.id
      where e.state = 'active' and e.deleted_at is null
    ),
    hearing as (
      select endpoint_id, event_types, brand, coalesce(present, before) as resources,
        case
          when is_affected and heard_announcement and ${isFirstWord}::boolean then 'events'
          when was_told and is_affected and ${isLiving && events.length === 0}::boolean and present <> before then 'changed'
          when was_told and (is_affected or not ${isLiving}::boolean) then 'events'
          when was_told then 'leaver'
          when is_affected and ${isLiving}::boolean then 'newcomer'
        end as hears
      from compared
    ),
    messages as (
      select m.*, row_number() over () as place
      from jsonb_to_recordset(${toJson(messages)}::jsonb) as m (brand text, hears text, event_id text, type text, body jsonb)
    ),
    enrolled as (
      insert into webhook_audience as known (window_reference, endpoint_id, sequence, resources, has_left)
      select ${state.reference}, endpoint_id, ${span.last.sequence}, resources, hears = 'leaver'
      from hearing where hears is not null
      on conflict (window_reference, endpoint_id) do update
        set sequence = excluded.sequence, resources = excluded.resources, has_left = excluded.has_left
    ),
    written as (
      insert into webhook_deliveries (endpoint_id, window_reference, event_id, type, payload)
      select h.endpoint_id, ${state.reference}, m.event_id, m.type,
        jsonb_set(m.body, '{data,window}', m.body->'data'->'window' || jsonb_build_object(
          'resources', jsonb_path_query_array(h.resources, ${`$[0 to ${String(NAMED_RESOURCES - 1)}]`}::jsonpath),
          'resourceCount', jsonb_array_length(h.resources)
        ))::text
      from hearing h join messages m using (brand, hears)
      where h.event_types is null or m.type = any (h.event_types)
      order by h.endpoint_id, m.place
      on conflict (endpoint_id, event_id) do nothing
      returning 1
    )
    select count(*) as created from written
  `.execute(trx);
  return rows[0]?.created ?? 0;
}

function eventMessage({ type, recorded, state, announcedAt }: WebhookEvent, publicUrl: string): Omit<Message, 'brand'> {
  const told = customerEvents(recorded)[0];
  return {
    hears: 'events',
    event_id: `${state.reference}_${String(recorded.sequence)}`,
    type,
    body: {
      type,
      timestamp: toIso(recorded.at),
      data: {
        window: windowOf(state, { announcedAt, updatedAt: recorded.at, publicUrl }),
        event: told ? eventJson(told) : null,
        ...(type === 'window.rfo_published' ? { rfo: rfoOf(state, publicUrl) } : {}),
      },
    },
  };
}

/** Messages for endpoints whose own resources have changed, with the current window. */
function audienceMessages(
  { state, announcedAt }: WebhookLife & { readonly state: WindowState },
  { last, publicUrl }: { readonly last: RecordedEvent; readonly publicUrl: string },
): Omit<Message, 'brand'>[] {
  const words = [
    ['newcomer', 'window.announced'],
    ['leaver', 'window.all_clear'],
    ['changed', 'window.changed'],
  ] as const;
  return words.map(([hears, type]) => ({
    hears,
    event_id: `${state.reference}_${String(last.sequence)}_${hears}`,
    type,
    body: {
      type,
      timestamp: toIso(last.at),
      data: {
        window: windowOf(state, { announcedAt: announcedAt ?? null, updatedAt: last.at, publicUrl }),
        event: null,
      },
    },
  }));
}

/** The window as in the organization's JSON, without its resources. */
function windowOf(
  state: WindowState,
  { announcedAt, updatedAt, publicUrl }: { announcedAt: number | null; updatedAt: number; publicUrl: string },
) {
  const isPrivate = state.spec.visibility === 'private';
  return {
    ...windowJson(forCustomer(viewOf(state), []), { announcedAt, updatedAt }),
    links: customerLinks(publicUrl, { reference: state.reference, isPrivate }),
  };
}

/** Which report was published; its text can be long and is behind the link. */
function rfoOf({ reference, rfo }: WindowState, publicUrl: string) {
  const summary = rfo.draft?.summary ?? '';
  return {
    version: rfo.published,
    state: rfo.finalPublished ? 'final' : 'preliminary',
    summary: summary.length > 1_000 ? `${summary.slice(0, 1_000)}…` : summary,
    link: `${publicUrl}/v1/windows/${reference}/rfo`,
  };
}
