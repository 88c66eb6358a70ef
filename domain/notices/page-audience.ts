/**
 * Subscribers of the public page (C2) stand in the ledger as one more organization, as staff do: their notices have its
 * snapshot, which lists the affected locations. No organization of the inventory can have this id.
 */
export const PAGE_ORGANIZATION = '~page';
