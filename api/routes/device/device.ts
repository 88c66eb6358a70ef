import express, { type Response, type Router } from 'express';
import { z } from 'zod';
import { DEVICE_CODE_FOR, POLLED_EVERY } from '../../../domain/access/device-code';
import { MINUTE, SECOND } from '../../../domain/shared/time';
import { beginDeviceSignIn, type Polled } from '../../../store/access/device-sign-ins';
import type { Database } from '../../../store/database/database';
import { oneLine } from '../../../store/database/json';
import { pollForToken } from '../../../use-cases/sign-in-on-device';
import { counted } from '../../../web/site/counted';
import { createNetworkLimit } from '../../http/rate-limit';
import { methodNotAllowed, nameRoute } from '../../http/router';
import type { OWN_CREDENTIALS } from '../../permissions';

export interface DeviceDependencies {
  readonly db: Database;
  /** Where people reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  /** How long a token is valid at most (days). */
  readonly days: number;
  /** UTC ms. */
  readonly clock: () => number;
}

const AUTHORIZATION = '/device/authorization' satisfies keyof typeof OWN_CREDENTIALS;
const TOKEN = '/device/token' satisfies keyof typeof OWN_CREDENTIALS;
/** The page where a person answers a machine. */
const DEVICE_PAGE = '/console/device';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
const LONGEST_NAME = 100;
/** Sixty machines of one network that wait at the same time, each asking every five seconds. */
export const POLLS_OF_A_NETWORK = { requests: 720, windowMs: MINUTE } as const;

/** What a machine sends; anything else it may send is left alone (RFC 6749, 3.1). */
const asking = z.object({ client_id: z.string().min(1).max(LONGEST_NAME), machine: z.string().max(1_000).optional() });
const polling = z.object({
  grant_type: z.literal(GRANT_TYPE),
  client_id: z.string().min(1).max(LONGEST_NAME),
  device_code: z.string().min(1).max(200),
});

const form = express.urlencoded({ extended: false, limit: '4kb', parameterLimit: 20 });

/** `/device/…`: by which a machine without a browser is signed in (T9), as RFC 8628 writes it, so that any client of OAuth can. */
export function createDeviceRouter({ db, publicUrl, days, clock }: DeviceDependencies): Router {
  const router = express.Router({ caseSensitive: true });
  for (const path of [AUTHORIZATION, TOKEN]) {
    router.all(path, (_request, response, next) => {
      nameRoute(response, path);
      response.set({ 'Cache-Control': 'no-store', Pragma: 'no-cache' });
      next();
    });
  }
  const limited = counted({ db, clock }, 'device', (_request, response, { most, minutes, seconds }) => {
    const description = `more than ${String(most)} machines of your network in ${String(minutes)} minutes; try again in ${String(seconds)} seconds`;
    fault(response, 429, 'temporarily_unavailable', description);
  });
  router.post(AUTHORIZATION, limited, form, async (request, response) => {
    const read = asking.safeParse(request.body);
    if (!read.success) {
      fault(response, 400, 'invalid_request', 'send client_id, and machine, as a form');
      return;
    }
    const machine = oneLine(read.data.machine ?? '', LONGEST_NAME) || oneLine(read.data.client_id, LONGEST_NAME);
    const codes = await beginDeviceSignIn(db, { machine, network: request.ip ?? 'unknown', now: clock() });
    const page = `${publicUrl}${DEVICE_PAGE}`;
    response.json({
      device_code: codes.deviceCode,
      user_code: codes.userCode,
      verification_uri: page,
      verification_uri_complete: `${page}?code=${codes.userCode}`,
      expires_in: DEVICE_CODE_FOR / SECOND,
      interval: POLLED_EVERY,
    });
  });
  // clients of OAuth know what to do about this error, whatever the status
  const polled = createNetworkLimit(POLLS_OF_A_NETWORK, (response, seconds) => {
    const { requests } = POLLS_OF_A_NETWORK;
    const description = `more than ${String(requests)} requests of your network in a minute; ask again in ${String(seconds)} seconds`;
    fault(response, 429, 'slow_down', description);
  });
  router.post(TOKEN, polled, form, async (request, response) => {
    const read = polling.safeParse(request.body);
    if (!read.success) {
      const isOther = read.error.issues.some(({ path }) => path[0] === 'grant_type');
      fault(
        response,
        400,
        isOther ? 'unsupported_grant_type' : 'invalid_request',
        `send grant_type ${GRANT_TYPE}, client_id and device_code as a form`,
      );
      return;
    }
    const now = clock();
    const found = await pollForToken(db, read.data.device_code, { now, days });
    if (found.state !== 'signed-in') {
      fault(response, 400, ...FAULTS[found.state]);
      return;
    }
    const { token, expiresAt } = found;
    response.json({ access_token: token, token_type: 'Bearer', expires_in: Math.floor((expiresAt - now) / SECOND) });
  });
  for (const path of [AUTHORIZATION, TOKEN]) router.all(path, methodNotAllowed(['post']));
  return router;
}

/** What has become of a code, in the words of RFC 8628, 3.5, and for a person. */
const FAULTS: Readonly<Record<Exclude<Polled['state'], 'signed-in'>, readonly [error: string, description: string]>> = {
  pending: ['authorization_pending', 'nobody has answered yet'],
  'slow-down': ['slow_down', `ask ${String(POLLED_EVERY)} seconds less often`],
  expired: ['expired_token', 'nobody has answered in time; begin again'],
  declined: ['access_denied', 'it was declined'],
  unknown: ['invalid_grant', 'the code is unknown or used, or whoever approved it has signed out; begin again'],
  'too-many': ['access_denied', 'whoever approved it has as many tokens as anybody may have, and ends one first'],
};

/** An error as RFC 6749, 5.2 writes it. */
function fault(response: Response, status: number, error: string, description: string): void {
  response.status(status).json({ error, error_description: description });
}
