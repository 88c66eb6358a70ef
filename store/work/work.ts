import type { WorkList } from '../../activities/ports/work';
import type { Database } from '../database/database';
import { claimWork } from './claim';
import { doneAhead } from './done-ahead';
import { followScope } from './follow';
import { claimOf, tallyOf } from './claimed';
import { countWork, takenWork, workPage } from './page';
import { dueKinds, dueResources, keepHealth } from './health';
import { endOf } from './jobs';
import { beginWork, endWork, keepEvidence, releaseWork } from './steps';
import { closeWork, haltWork, keepRun } from './window';

/** The work list in PostgreSQL; each step is one statement, and repeating it changes nothing (S2, S3, S7). */
export function createWorkList(db: Database): WorkList {
  return {
    follow: (request) => followScope(db, request),
    halt: (reference, halted) => haltWork(db, reference, halted),
    page: (reference, limit) => workPage(db, reference, limit),
    claim: (reference, resourceIds, now) =>
      claimWork(db, { reference, resourceIds, claimant: { by: 'window' }, who: reference, now }),
    taken: (reference) => takenWork(db, reference),
    claimOf: (key) => claimOf(db, key),
    endOf: (key) => endOf(db, key),
    tally: (reference, known) => tallyOf(db, reference, known),
    keepRun: (reference, run) => keepRun(db, reference, run),
    begin: (key, now) => beginWork(db, key, now),
    keepEvidence: (key, evidence) => keepEvidence(db, key, evidence),
    end: (key, outcome, now) => endWork(db, key, outcome, now),
    release: (key, now) => releaseWork(db, key, now),
    counts: (reference) => countWork(db, reference),
    dueKinds: (reference) => dueKinds(db, reference),
    due: (reference, kinds, limit) => dueResources(db, reference, kinds, limit),
    keepHealth: (reference, seen) => keepHealth(db, reference, seen),
    doneAhead: (key) => doneAhead(db, { key }),
    close: (reference, now) => closeWork(db, reference, now),
  };
}
