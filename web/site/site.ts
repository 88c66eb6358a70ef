import type { Assets } from '../status/assets';

/** What every page needs to know of the site it is part of. */
export interface Site {
  readonly providerName: string;
  readonly assets: Assets;
}
