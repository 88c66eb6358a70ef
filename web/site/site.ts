import type { SupportBlock } from '../../domain/brands/support';
import type { Assets } from '../status/assets';
import type { Look } from './look';

/** What every page needs to know of the site it is part of. */
export interface Site {
  readonly providerName: string;
  readonly assets: Assets;
  /** How readers reach people; nothing is said of it when left out. */
  readonly support?: SupportBlock | undefined;
  /** A brand's logo and colours. */
  readonly look?: Look | undefined;
}
