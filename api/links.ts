import { windowUrl } from '../web/status/statuspage-json';

/** Where things are, outside of this process. */
export interface Addresses {
  /** Without a slash at the end. */
  readonly publicUrl: string;
  readonly temporalUiUrl: string;
  readonly temporalNamespace: string;
}

export interface WindowLinks {
  readonly self: string;
  readonly statusPage: string | null;
  readonly temporalUi: string | null;
}

/** Where a window can be seen; the Temporal UI is the provider's own, and no page tells of a private window (N7). */
export function linksOf(
  window: { readonly reference: string; readonly isPrivate: boolean },
  addresses: Addresses,
  forStaff: boolean,
): WindowLinks {
  const { reference, isPrivate } = window;
  const { publicUrl, temporalUiUrl, temporalNamespace } = addresses;
  return {
    self: `${publicUrl}/v1/windows/${reference}`,
    statusPage: isPrivate ? null : windowUrl(publicUrl, reference),
    temporalUi: forStaff
      ? `${temporalUiUrl}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/${reference}`
      : null,
  };
}
