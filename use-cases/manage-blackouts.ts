import { randomUUID } from 'node:crypto';
import type { Occasion } from '../domain/audit/doors';
import type { AuditEvent } from '../domain/audit/events';
import { KnownError } from '../domain/shared/errors';
import { invalid } from '../domain/shared/invalid';
import { toIso } from '../domain/shared/time';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import {
  createBlackout,
  deleteBlackout,
  isOrganization,
  type Blackout,
  type NightInside,
} from '../store/planning/blackouts';

/** A time to be kept free of windows. `start` and `end`: UTC ms. */
export interface NewBlackout {
  /** A name of its own; one is given when left out. */
  readonly id?: string | undefined;
  /** For everybody when left out. */
  readonly organization?: string | undefined;
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

/** A blackout that is in force, with the nights that were planned inside it before. */
export interface MadeBlackout {
  readonly blackout: Blackout;
  readonly inside: readonly NightInside[];
}

/**
 * Keeps a time free of windows (L9): from now on a plan inside it is refused. Throws KnownError `invalid-body` for an organization
 * the inventory does not have, `already-done` for an id that is taken.
 */
export async function makeBlackout(
  db: Database,
  { id, organization, start, end, reason }: NewBlackout,
  occasion: Occasion,
): Promise<MadeBlackout> {
  if (organization !== undefined && !(await isOrganization(db, organization))) {
    throw invalid([{ field: 'organization', message: `"${organization}" is not in the inventory` }], 'body');
  }
  const blackout: Blackout = {
    id: id ?? `blackout-${randomUUID().slice(0, 8)}`,
    ...{ organizationId: organization ?? null, startsAt: start, endsAt: end, reason },
    ...{ createdBy: occasion.acting.by, createdAt: occasion.at },
  };
  const inside = await onRecord(
    db,
    occasion,
    (tx) => createBlackout(tx, blackout),
    (made) => made && madeEvent(blackout),
  );
  if (inside) return { blackout, inside };
  throw new KnownError(
    'already-done',
    `There is a blackout ${blackout.id} already. Nothing was changed: take it off first, or give this one another id.`,
    [{ field: 'id', message: 'is taken' }],
  );
}

/** Takes a blackout off; answers what it was. Throws KnownError `not-found`. */
export async function takeBlackoutOff(db: Database, id: string, occasion: Occasion): Promise<Blackout> {
  const blackout = await onRecord(
    db,
    occasion,
    (tx) => deleteBlackout(tx, id),
    (gone) => gone && { type: 'blackout-removed', subject: id, organizationId: gone.organizationId, detail: {} },
  );
  if (blackout) return blackout;
  throw new KnownError('not-found', `There is no blackout ${id}. GET /v1/blackouts lists them.`);
}

function madeEvent({ id, organizationId, startsAt, endsAt }: Blackout): AuditEvent {
  const detail = { from: toIso(startsAt), to: toIso(endsAt), organization: organizationId };
  return { type: 'blackout-made', subject: id, organizationId, detail };
}
