/** Where people find a window. `publicUrl` has no slash at the end. */

/** The page people read. */
export function windowUrl(publicUrl: string, reference: string): string {
  return `${publicUrl}/windows/${encodeURIComponent(reference)}`;
}

/** The window's page for the provider's own people, once they are signed in (P8). It is at the default brand's address. */
export function consoleUrl(publicUrl: string, reference: string): string {
  return `${publicUrl}/console/windows/${encodeURIComponent(reference)}`;
}

/** The window's page for its customers, once they are signed in (P8). Of each brand it is at the brand's own address. */
export function portalUrl(publicUrl: string, reference: string): string {
  return `${publicUrl}/portal/windows/${encodeURIComponent(reference)}`;
}

/** The links of a window as a customer's JSON has them: no page tells of a private window (N7), Temporal is the provider's own. */
export function customerLinks(
  publicUrl: string,
  { reference, isPrivate }: { readonly reference: string; readonly isPrivate: boolean },
): {
  readonly self: string;
  readonly statusPage: string | null;
  readonly statusPageFrom: null;
  readonly temporalUi: null;
} {
  return {
    self: `${publicUrl}/v1/windows/${reference}`,
    statusPage: isPrivate ? null : windowUrl(publicUrl, reference),
    statusPageFrom: null,
    temporalUi: null,
  };
}
