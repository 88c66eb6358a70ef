import { accessOf } from '../../domain/access/contact-access';
import type { PortalSession } from '../../store/access/portal-sessions';
import type { Session } from '../../store/access/sessions';
import type { Caller } from './route';

/**
 * Somebody who signed in, as the API knows callers: what the one door allows the other allows, and nothing else. They proved who they
 * are themselves, so they can be a second person (L8, E4).
 */
export function callerOfSession({ id, person, staffId, grant, endsAt }: Session): Caller {
  return {
    ...{ via: 'session', tokenId: id, person, staffId, ...grant },
    ...{ organizationId: null, environments: null, access: null },
    ...{ issuedBy: null, isOnePerson: true, expiresAt: endsAt, isEnding: false },
  };
}

/**
 * A customer's contact who signed in: as narrow as the inventory says of the contact now. On record by id, so that no address gets into
 * a history (T4).
 */
export function callerOfContact({ id, contact, endsAt }: PortalSession): Caller {
  return {
    ...{ via: 'session', tokenId: id, person: `contact:${contact.id}`, staffId: null },
    ...{ role: 'customer', organizationId: contact.organization.id, organizations: null },
    ...{ environments: contact.environments, access: accessOf(contact) },
    ...{ issuedBy: null, isOnePerson: true, expiresAt: endsAt, isEnding: false },
  };
}
