import { ANNOUNCEMENT } from '../../../domain/notices/notice-kinds';
import { toIso } from '../../../domain/shared/time';
import { windowUrl } from '../../../domain/window/links';
import type { WindowView } from '../../../domain/window/view';

/** Where things are, outside of this process. */
export interface Addresses {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  readonly temporalNamespace: string;
  /** The same as `publicUrl` for the customers of a brand (P7). */
  readonly forOrganization?: ((organizationId: string) => Promise<string>) | undefined;
}

export interface WindowLinks {
  readonly self: string;
  readonly statusPage: string | null;
  readonly statusPageFrom: string | null;
  readonly temporalUi: string | null;
}

/**
 * Where a window can be seen; the Temporal UI is the provider's own, and no page tells of a private window (N7). The page of a
 * public one is there from the announcement on, so until then `statusPageFrom` says when that will be. One that was cancelled
 * before (`announcedAt` null) never has a page; only for a cancelled window is `announcedAt` looked at.
 */
export function linksOf(
  view: Pick<WindowView, 'reference' | 'phase' | 'spec' | 'plan'>,
  announcedAt: number | null,
  addresses: Addresses,
  forStaff: boolean,
): WindowLinks {
  const { reference, phase, spec } = view;
  const { publicUrl, temporalUiUrl, temporalNamespace } = addresses;
  const announcement = view.plan.find(({ kind }) => kind === ANNOUNCEMENT);
  const isPublic = spec.visibility === 'public' && (phase !== 'cancelled' || announcedAt !== null);
  return {
    self: `${publicUrl}/v1/windows/${reference}`,
    statusPage: isPublic ? windowUrl(publicUrl, reference) : null,
    statusPageFrom: isPublic && announcement ? toIso(announcement.at) : null,
    temporalUi: forStaff
      ? `${temporalUiUrl}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${reference}`
      : null,
  };
}
