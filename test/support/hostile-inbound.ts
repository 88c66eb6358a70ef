/** Mails made to be slow to read: anybody who can send to the mailbox chooses these bytes (T8). */

const MEGABYTES = 3 * 1024 * 1024;
export const filled = (piece: string, size = MEGABYTES) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size);

const HEAD = 'From: mailer-daemon@x.example\r\nSubject: Undelivered mail\r\n';
export const multipart = (body: string) => `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${body}`;
const status = (text: string) => multipart(`--b\r\nContent-Type: message/delivery-status\r\n\r\n${text}\r\n--b--\r\n`);

export const HOSTILE_MAILS: Record<string, string> = {
  'a recipient of 60 kB of @': status(
    `Action: failed\r\nStatus: 5.1.1\r\nFinal-Recipient: rfc822;${filled('@', 60_000)}<`,
  ),
  'a recipient of 3 MB of <': status(`Action: failed\r\nFinal-Recipient: rfc822;${filled('<a@')}`),
  'blank lines': `${HEAD}\r\n${filled('\r\n')}`,
  'blank lines in a status': status(filled('\n \n')),
  'parts without end': multipart(filled('--b\r\n\r\nx\r\n')),
  'parts of mails': multipart(filled('--b\r\nContent-Type: message/rfc822\r\n\r\nx\r\n')),
  dashes: multipart(filled('--\r\n')),
  'headers without end': filled('A: b\r\n'),
  'one header without end': `To: ${filled('a,')}\r\n\r\nx`,
  groups: `To: ${filled('a:b;')}\r\n\r\nx`,
  folds: `Subject: ${filled('\r\n a')}\r\n\r\nx`,
  references: `${HEAD}References: ${filled('<a@b> ')}\r\n\r\nx`,
  'recipients without end': status(
    filled('Final-Recipient: rfc822;a@b.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'),
  ),
  'addresses in sentences': `${HEAD}\r\nSorry, we were unable to deliver\r\n\r\n${filled('<a@b.example>:\r\nno\r\n\r\n')}`,
  'failed recipients in a header': `${HEAD}X-Failed-Recipients: ${filled('a@b.example, ')}\r\n\r\nno`,
  codes: status(`Action: failed\r\nFinal-Recipient: rfc822;a@b.example\r\nDiagnostic-Code: smtp; ${filled('5.5.5')}`),
  'a quoted word without end': `${HEAD}\r\n${filled('"')}`,
  'encoded words': `Subject: ${filled('=?utf-8?Q?a?= ')}\r\n\r\nx`,
};
