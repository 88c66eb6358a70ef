/** Where a recipient decides about their mails, by the ledger's name of them; undefined for one who has nothing to decide. */
export type RecipientLinks = (
  recipient: string,
) => { readonly manage: string; readonly unsubscribe: string } | undefined;

/** Links of the form the status page serves. `tokenFor` makes the token of a recipient. */
export function createRecipientUrls(
  publicUrl: string,
  tokenFor: (recipient: string) => string | undefined,
): RecipientLinks {
  // a header holds ASCII only: as a URL is written, an international host name is that
  const root = new URL(publicUrl).href.replace(/\/+$/, '');
  return (recipient) => {
    const token = tokenFor(recipient);
    return token === undefined
      ? undefined
      : { manage: `${root}/subscribe/manage/${token}`, unsubscribe: `${root}/unsubscribe/${token}` };
  };
}
