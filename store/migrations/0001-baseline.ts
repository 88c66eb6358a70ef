import type { Kysely } from 'kysely';
import * as acceptance from './baseline/acceptance';
import * as answersOnRecord from './baseline/answers-on-record';
import * as audience from './baseline/audience';
import * as calendar from './baseline/calendar';
import * as channelDrift from './baseline/channel-drift';
import * as channelStates from './baseline/channel-states';
import * as foundation from './baseline/foundation';
import * as inventory from './baseline/inventory';
import * as news from './baseline/news';
import * as pageSubscribers from './baseline/page-subscribers';
import * as planning from './baseline/planning';
import * as returnedMail from './baseline/returned-mail';
import * as series from './baseline/series';
import * as templates from './baseline/templates';
import * as webhooks from './baseline/webhooks';

/** The order matters: later parts add to tables of earlier ones. */
const PARTS = [
  ...[foundation, inventory, audience, acceptance, planning, series, calendar, channelStates, webhooks],
  ...[templates, pageSubscribers, answersOnRecord, channelDrift, news, returnedMail],
];

/** The schema of version 0.2.0, by subject. Every later change is a migration of its own. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const part of PARTS) await part.up(db);
}
