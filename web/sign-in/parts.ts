import type { Logger } from 'pino';
import type { IdentityProvider } from '../../activities/ports/identity';
import type { SignInRules } from '../../domain/access/sign-in-rules';
import type { Database } from '../../store/database/database';
import type { SignInCookies } from './cookies';

/** What signing in is made with. */
export interface SignInParts {
  readonly db: Database;
  /** As the page calls it, and by which it is known in what is on record. */
  readonly provider: IdentityProvider & { readonly name: string; readonly host: string };
  readonly rules: SignInRules;
  readonly cookies: SignInCookies;
  /** Where people reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly providerName: string;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}
