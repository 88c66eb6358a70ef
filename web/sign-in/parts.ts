import type { Logger } from 'pino';
import type { SignInRules } from '../../domain/access/sign-in-rules';
import type { Database } from '../../store/database/database';
import type { SignInCookies } from './cookies';
import type { NamedProvider } from './openid-routes';

/** What signing in is made with. */
export interface SignInParts {
  readonly db: Database;
  readonly provider: NamedProvider;
  readonly rules: SignInRules;
  readonly cookies: SignInCookies;
  /** Where people reach the pages, without a slash at the end. */
  readonly publicUrl: string;
  readonly providerName: string;
  readonly logger: Logger;
  /** UTC ms. */
  readonly clock: () => number;
}
