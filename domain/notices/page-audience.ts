/**
 * Subscribers of the public page (C2) stand in the ledger as one more organization, as staff do: their notices have its
 * snapshot, which lists the affected locations. No organization of the inventory can have this id.
 */
export const PAGE_ORGANIZATION = '~page';

/** Those of a brand's page (P7). */
export const pageOrganization = (brand: string) => (brand === '' ? PAGE_ORGANIZATION : `${PAGE_ORGANIZATION}:${brand}`);

/** Whether the id stands for subscribers of a page. */
export const isPageOrganization = (id: string) => id.startsWith(PAGE_ORGANIZATION);
