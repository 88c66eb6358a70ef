import { z } from 'zod';
import { line } from './fields';

/**
 * Who does something, as the credential says and not the caller's words (T5). It goes on record with what was done; to customers
 * none of it is shown.
 */
export interface Actor {
  /** The person or the service that the credential names. */
  readonly by: string;
  /** Whom the caller says it acts for: words that nobody has checked. */
  readonly onBehalfOf?: string;
  /** What was shown: `token:<id>`, `slack:<user>`, `mail-link:<hash of the link>`. */
  readonly credential?: string;
  /** The id of the request, as the log has it. */
  readonly request?: string;
  /**
   * Who issued the credential, where it belongs to nobody of the staff: for four eyes the two are one, so that nobody becomes a
   * second person by issuing a token.
   */
  readonly issuedBy?: string;
}

/** As long as a person's name, or what stands for one, may be. */
const LONGEST_NAME = 200;

/** As it is read where it crosses a border. */
export const actorSchema = z.object({
  by: line(LONGEST_NAME),
  onBehalfOf: line(LONGEST_NAME).optional(),
  credential: line(LONGEST_NAME).optional(),
  request: line(LONGEST_NAME).optional(),
  issuedBy: line(LONGEST_NAME).optional(),
});

/** Who is on record for a command that came straight to Temporal: it says nothing of who sent it. */
export const UNVERIFIED = 'signal, unverified';

/** `ada`, or `ada, on behalf of the night shift`. */
export function actorInWords({ by, onBehalfOf }: Pick<Actor, 'by' | 'onBehalfOf'>): string {
  return onBehalfOf === undefined ? by : `${by}, on behalf of ${onBehalfOf}`;
}

/** What of an actor goes on record. */
export function recorded({ by, onBehalfOf, credential, request, issuedBy }: Actor): Actor {
  return {
    by,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    ...(credential === undefined ? {} : { credential }),
    ...(request === undefined ? {} : { request }),
    ...(issuedBy === undefined ? {} : { issuedBy }),
  };
}
