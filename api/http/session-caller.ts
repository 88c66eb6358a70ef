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
