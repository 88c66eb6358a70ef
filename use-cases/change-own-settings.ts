import type { Acting } from '../domain/audit/doors';
import { KnownError } from '../domain/shared/errors';
import { optional } from '../domain/shared/optional';
import { onRecord } from '../store/audit/record';
import type { Database } from '../store/database/database';
import {
  setContact,
  setOrganization,
  type ContactSettings,
  type OrganizationSettings,
  type SetContact,
  type SetOrganization,
} from '../store/inventory/own-columns';
import { unknownOrganization } from '../store/public/calendar-feeds';

/** Who changes settings: an administrator, or a customer. */
export interface SettingsCaller {
  readonly organizationId: string | null;
  /** `contact:<id>` of a contact who signed in, who changes nobody else's. */
  readonly person: string;
  readonly isSignedIn: boolean;
  readonly acting: Acting;
  /** UTC ms. */
  readonly now: number;
}

/**
 * Changes what a contact may set of itself. What a customer sets stays, whatever imports say later; what an administrator sets is the
 * inventory's again. Throws KnownError `not-found` for a contact that is not the caller's (T3): somebody who signed in has one.
 */
export async function changeContact(
  db: Database,
  id: string,
  settings: ContactSettings,
  { organizationId, person, isSignedIn, acting, now }: SettingsCaller,
): Promise<SetContact> {
  const isTheirs = organizationId === null || !isSignedIn || person === `contact:${id}`;
  const by = organizationId === null ? 'provider' : 'customer';
  if (!isTheirs) throw unknownContact(id);
  const detail = { fields: Object.keys(optional(settings)) };
  const changed = await onRecord(
    db,
    { acting, at: now },
    (tx) => setContact(tx, id, settings, { by, organizationId }),
    (set) => set && { type: 'contact-set', subject: id, organizationId: set.organizationId, detail },
  );
  if (changed) return changed;
  throw unknownContact(id);
}

const unknownContact = (id: string) =>
  new KnownError('not-found', `There is no contact ${id}. GET /v1/inventory/contacts lists them.`);

/** The same for what an organization sets of itself. Throws KnownError `not-found` for one that is not the caller's (T3). */
export async function changeOrganization(
  db: Database,
  id: string,
  settings: OrganizationSettings,
  { organizationId, acting, now }: SettingsCaller,
): Promise<SetOrganization> {
  const isTheirs = organizationId === null || organizationId === id;
  const by = organizationId === null ? 'provider' : 'customer';
  if (!isTheirs) throw unknownOrganization(id);
  const detail = { fields: Object.keys(optional(settings)) };
  const changed = await onRecord(
    db,
    { acting, at: now },
    (tx) => setOrganization(tx, id, settings, by),
    (set) => set && { type: 'organization-set', subject: id, organizationId: id, detail },
  );
  if (changed) return changed;
  throw unknownOrganization(id);
}
