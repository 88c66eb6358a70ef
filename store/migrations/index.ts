import type { Migration } from 'kysely';
import * as baseline from './0001-baseline';
import * as windowState from './0002-window-state';
import * as reconciling from './0003-reconciling';
import * as windowMessages from './0004-window-messages';
import * as untold from './0005-untold';
import * as subscribeCounts from './0006-subscribe-counts';
import * as keeping from './0007-keeping';
import * as people from './0008-people';
import * as work from './0009-work';
import * as tokenAccess from './0010-token-access';
import * as objections from './0011-objections';
import * as workRun from './0012-work-run';
import * as unhealthyWork from './0013-unhealthy-work';
import * as moves from './0014-moves';
import * as changedLists from './0015-changed-lists';
import * as references from './0016-references';
import * as measures from './0017-measures';
import * as brands from './0018-brands';
import * as noticeTexts from './0019-notice-texts';
import * as subscriberLanguages from './0020-subscriber-languages';
import * as sessions from './0021-sessions';
import * as taskMails from './0022-task-mails';
import * as keptForms from './0023-kept-forms';
import * as ownTokens from './0024-own-tokens';
import * as audit from './0026-audit';
import * as consoleLists from './0025-console';
import * as portal from './0027-portal';
import * as largeLists from './0028-console-lists';
import * as auditDoors from './0029-audit-doors';
import * as portalDoors from './0030-portal-doors';

/** Every migration in order. The database remembers their names, so these never change. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-baseline': { up: baseline.up },
  '0002-window-state': { up: windowState.up },
  '0003-reconciling': { up: reconciling.up },
  '0004-window-messages': { up: windowMessages.up },
  '0005-untold': { up: untold.up },
  '0006-subscribe-counts': { up: subscribeCounts.up },
  '0007-keeping': { up: keeping.up },
  '0008-people': { up: people.up },
  '0009-work': { up: work.up },
  '0010-token-access': { up: tokenAccess.up },
  '0011-objections': { up: objections.up },
  '0012-work-run': { up: workRun.up },
  '0013-unhealthy-work': { up: unhealthyWork.up },
  '0014-moves': { up: moves.up },
  '0015-changed-lists': { up: changedLists.up },
  '0016-references': { up: references.up },
  '0017-measures': { up: measures.up },
  '0018-brands': { up: brands.up },
  '0019-notice-texts': { up: noticeTexts.up },
  '0020-subscriber-languages': { up: subscriberLanguages.up },
  '0021-sessions': { up: sessions.up },
  '0022-task-mails': { up: taskMails.up },
  '0023-kept-forms': { up: keptForms.up },
  '0024-own-tokens': { up: ownTokens.up },
  '0025-console': { up: consoleLists.up },
  '0026-audit': { up: audit.up },
  '0027-portal': { up: portal.up },
  '0028-console-lists': { up: largeLists.up },
  '0029-audit-doors': { up: auditDoors.up },
  '0030-portal-doors': { up: portalDoors.up },
};
