/** What stands in place of an address that was erased (T6): `erased:<keyed hash>`, the same for the same mailbox. */
export const ERASED_PREFIX = 'erased:';
/** The same where no key says which mailbox it was. */
export const ERASED_UNKEYED = `${ERASED_PREFIX}unkeyed`;
/** What stands in place of a name or a text of an erased person. */
export const ERASED = 'erased';
