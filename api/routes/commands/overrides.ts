import { KnownError } from '../../../domain/shared/errors';
import type { Role } from '../../../store/access/tokens';
import type { Caller } from '../../http/route';

const OVERRIDERS: readonly Role[] = ['admin', 'approver'];

/** A rule is overridden by approvers only (N11, L9). Throws KnownError `not-permitted`. */
export function mayOverride({ role }: Caller): void {
  if (OVERRIDERS.includes(role)) return;
  throw new KnownError(
    'not-permitted',
    `An override is for the roles ${OVERRIDERS.join(' and ')}; this token has the role ${role}. Ask one of them, or leave it out.`,
  );
}
