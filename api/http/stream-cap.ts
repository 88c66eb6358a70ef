import { KnownError } from '../../domain/shared/errors';

/** How many streamed answers are sent at the same time; see createStreamCap. */
export const MOST_STREAMS = { ofToken: 4, ofProcess: 24 } as const;

/** Seconds after which another try may find a place. */
const RETRY_AFTER = '10';

/** Places for streamed answers. */
export interface StreamCap {
  /**
   * Takes a place; call what it returns when the answer has ended. Throws KnownError `too-many-requests`, and sets Retry-After
   * by `tell`, where there is none.
   */
  readonly take: (tokenId: string, tell: (retryAfter: string) => void) => () => void;
}

/**
 * A streamed answer lasts as long as its reader likes, so one token, and all together, have so many and no more (T8).
 * Counted in this process alone, whose memory and sockets they are.
 */
export function createStreamCap({ ofToken, ofProcess } = MOST_STREAMS): StreamCap {
  const ofTokens = new Map<string, number>();
  let all = 0;
  return {
    take(tokenId, tell) {
      const own = ofTokens.get(tokenId) ?? 0;
      if (own >= ofToken || all >= ofProcess) {
        tell(RETRY_AFTER);
        const who = own >= ofToken ? 'This token reads' : 'The readers of this server read';
        throw new KnownError(
          'too-many-requests',
          `${who} ${String(own >= ofToken ? ofToken : ofProcess)} streamed answers at the same time, which is the most. ` +
            `Nothing was done; read one to its end or close it, or wait ${RETRY_AFTER} seconds, and send the request again.`,
        );
      }
      ofTokens.set(tokenId, own + 1);
      all++;
      let isTaken = true;
      return () => {
        if (!isTaken) return;
        isTaken = false;
        all--;
        const left = (ofTokens.get(tokenId) ?? 1) - 1;
        if (left === 0) ofTokens.delete(tokenId);
        else ofTokens.set(tokenId, left);
      };
    },
  };
}
