import { jwtVerify, type JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import type { ProviderLogout } from '../activities/ports/identity';

/** The event that makes a token one of logout, and of nothing else. */
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';
/** How old one may be that is still on its way, and how far clocks may differ (s). */
const OLDEST = 300;
const TOLERANCE = 30;

/** A subject or a session, and never a nonce, so that no id token is taken for it (OpenID Connect Back-Channel Logout 1.0, 2.4). */
const claims = z
  .object({
    sub: z.string().min(1).max(255).optional(),
    sid: z.string().min(1).max(255).optional(),
    jti: z.string().min(1).max(1_000),
    events: z.object({ [EVENT]: z.looseObject({}) }),
    nonce: z.never().optional(),
  })
  .refine(({ sub, sid }) => sub !== undefined || sid !== undefined);

interface Expected {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: string[];
  /** UTC ms. */
  readonly now: number;
}

/** What a logout token says; undefined for what is none. Throws what `jose` throws: of the signature, of whom it is and for whom, and how old. */
export async function readLogoutToken(
  token: string,
  keys: JWTVerifyGetKey,
  { now, ...expected }: Expected,
): Promise<ProviderLogout | undefined> {
  const { payload } = await jwtVerify(token, keys, {
    ...expected,
    ...{ currentDate: new Date(now), clockTolerance: TOLERANCE, maxTokenAge: OLDEST },
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  });
  const read = claims.safeParse(payload);
  if (!read.success) return undefined;
  const { sub, sid, jti } = read.data;
  return { sub, sid, jti };
}
