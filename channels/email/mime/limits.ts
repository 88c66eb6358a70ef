/** RFC 5321 §4.5.3.1.6, without the CRLF. */
export const LINE_MAX = 998;

/** Characters a relay may stumble over. */
// oxlint-disable-next-line no-control-regex -- these are the characters looked for
export const UNSAFE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

/** How every boundary between the parts of a message begins. */
export const BOUNDARY_START = '=_forewarn_';

/** Shorter pieces are a person's own, and cheaper made ready again than kept. */
export const KEPT_FROM = 256;
