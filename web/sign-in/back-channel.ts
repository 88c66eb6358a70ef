import { urlencoded, type Response, type Router } from 'express';
import { subjectOf } from '../../domain/access/claims';
import { endByProvider } from '../../store/access/provider-logout';
import { counted } from '../site/counted';
import type { SignInParts } from './parts';

/** Where the provider of identities says that somebody has signed out there; registered there as `backchannel_logout_uri`. */
export const BACK_CHANNEL = '/sign-in/back-channel-logout';

const form = urlencoded({ extended: false, limit: '16kb', parameterLimit: 20 });

/** The provider ends sessions of its own accord (OpenID Connect Back-Channel Logout 1.0): no browser takes part. */
export function addBackChannelLogout(router: Router, parts: SignInParts): void {
  const { db, provider, clock, logger } = parts;
  const limited = counted(parts, 'logout', (_request, response) => {
    refuse(response, 429, 'too many logout tokens of your network');
  });
  router.post(BACK_CHANNEL, limited, form, async (request, response) => {
    response.set('Cache-Control', 'no-store');
    const { logout_token: token } = (request.body ?? {}) as { readonly logout_token?: unknown };
    if (typeof token !== 'string') {
      refuse(response, 400, 'send logout_token as a form');
      return;
    }
    const logout = await provider.readLogout(token);
    if ('fault' in logout) {
      logger.warn({ fault: logout.fault, reason: logout.reason }, 'no session was ended by the provider of identities');
      refuse(
        response,
        logout.fault === 'unreachable' ? 503 : 400,
        'the logout token is not genuine, or not for this client',
      );
      return;
    }
    const { sub, sid: providerSession, jti } = logout;
    const subject = sub === undefined ? undefined : subjectOf({ sub }, provider.host);
    const ended = await endByProvider(db, { jti, subject, providerSession, now: clock() });
    if (ended === undefined) refuse(response, 400, 'this logout token has been taken');
    else response.status(200).end();
  });
}

/** An error as the specification writes it (2.8). */
function refuse(response: Response, status: number, description: string): void {
  response.status(status).json({ error: 'invalid_request', error_description: description });
}
