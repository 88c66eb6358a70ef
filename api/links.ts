import { customerLinks } from '../domain/window/links';

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
  const { publicUrl, temporalUiUrl, temporalNamespace } = addresses;
  const links = customerLinks(publicUrl, window);
  if (!forStaff) return links;
  const namespace = encodeURIComponent(temporalNamespace);
  return { ...links, temporalUi: `${temporalUiUrl}/namespaces/${namespace}/workflows/${window.reference}` };
}
