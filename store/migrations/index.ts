import type { Migration } from 'kysely';
import * as foundation from './0001-foundation';
import * as inventory from './0003-inventory';
import * as audience from './0004-audience';
import * as acceptance from './0005-acceptance';
import * as planning from './0006-planning';
import * as series from './0010-series';
import * as calendar from './0011-calendar';
import * as channelStates from './0012-channel-states';
import * as webhooks from './0013-webhooks';
import * as templates from './0016-templates';
import * as pageSubscribers from './0017-page-subscribers';
import * as answersOnRecord from './0018-answers-on-record';
import * as channelDrift from './0019-channel-drift';
import * as news from './0020-news';
import * as returnedMail from './0021-returned-mail';
import * as addressForms from './0022-address-form';

/** Every migration in order; names are what the database remembers, so they never change. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-foundation': { up: foundation.up },
  '0003-inventory': { up: inventory.up },
  '0004-audience': { up: audience.up },
  '0005-acceptance': { up: acceptance.up },
  '0006-planning': { up: planning.up },
  '0010-series': { up: series.up },
  '0011-calendar': { up: calendar.up },
  '0012-channel-states': { up: channelStates.up },
  '0013-webhooks': { up: webhooks.up },
  '0016-templates': { up: templates.up },
  '0017-page-subscribers': { up: pageSubscribers.up },
  '0018-answers-on-record': { up: answersOnRecord.up },
  '0019-channel-drift': { up: channelDrift.up },
  '0020-news': { up: news.up },
  '0021-returned-mail': { up: returnedMail.up },
  '0022-address-form': { up: addressForms.up },
};
