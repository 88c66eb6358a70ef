/** Returned mail as several servers write it; addresses and hosts are invented. `id` is the lost mail's Message-ID. */

interface ReturnedMail {
  readonly server: string;
  readonly raw: (id: string) => string;
  readonly status: string;
  readonly reply: string | undefined;
}

const crlf = (text: string) => text.trimStart().replace(/\n/g, '\r\n');

export const RETURNED_MAILS: readonly ReturnedMail[] = [
  {
    server: 'Postfix, unknown user',
    status: '5.1.1',
    reply:
      '550 5.1.1 <bea@bolt.example>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)',
    raw: (id) =>
      crlf(`
Return-Path: <>
Received: by mx1.provider.example (Postfix)
	id 4F1A21C0042; Thu, 26 Nov 2026 01:00:04 +0000 (UTC)
Date: Thu, 26 Nov 2026 01:00:04 +0000 (UTC)
From: MAILER-DAEMON@mx1.provider.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: maintenance@provider.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status;
	boundary="3C5FD1C0040.1790000404/mx1.provider.example"
Message-Id: <20261126010004.4F1A21C0042@mx1.provider.example>

This is a MIME-encapsulated message.

--3C5FD1C0040.1790000404/mx1.provider.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

This is the mail system at host mx1.provider.example.

I'm sorry to have to inform you that your message could not
be delivered to one or more recipients. It's attached below.

<bea@bolt.example>: host mail.bolt.example[192.0.2.10] said: 550 5.1.1
    <bea@bolt.example>: Recipient address rejected: User unknown in virtual
    mailbox table (in reply to RCPT TO command)

--3C5FD1C0040.1790000404/mx1.provider.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mx1.provider.example
X-Postfix-Queue-ID: 3C5FD1C0040
X-Postfix-Sender: rfc822; maintenance@provider.example
Arrival-Date: Thu, 26 Nov 2026 01:00:03 +0000 (UTC)

Final-Recipient: rfc822; bea@bolt.example
Original-Recipient: rfc822;bea@bolt.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mail.bolt.example
Diagnostic-Code: smtp; 550 5.1.1 <bea@bolt.example>: Recipient address
    rejected: User unknown in virtual mailbox table (in reply to RCPT TO
    command)

--3C5FD1C0040.1790000404/mx1.provider.example
Content-Description: Undelivered Message
Content-Type: message/rfc822

Return-Path: <maintenance@provider.example>
From: Maintenance <maintenance@provider.example>
To: Bea <bea@bolt.example>
Subject: SCHEDULED - Replace a unit [MW-2026-0001]
Message-ID: <${id}>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Message-ID: <other@elsewhere.example> stands in the text only.

--3C5FD1C0040.1790000404/mx1.provider.example--
`),
  },
  {
    server: 'Postfix, delayed',
    status: '4.4.1',
    reply: undefined,
    raw: (id) =>
      crlf(`
From: MAILER-DAEMON@mx1.provider.example (Mail Delivery System)
Subject: Delayed Mail (still being retried)
To: maintenance@provider.example
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=us-ascii

THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE.

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx1.provider.example

Final-Recipient: rfc822; bea@bolt.example
Action: delayed
Status: 4.4.1
Diagnostic-Code: X-Postfix; connect to mail.bolt.example[192.0.2.10]:25: Connection timed out
Will-Retry-Until: Tue, 1 Dec 2026 01:00:03 +0000 (UTC)

--b1
Content-Type: text/rfc822-headers

From: Maintenance <maintenance@provider.example>
Message-ID:
 <${id}>

--b1--
`),
  },
  {
    server: 'Exim 4.96',
    status: '5.0.0',
    reply: '550 5.0.0 No such user here',
    raw: (id) =>
      crlf(`
Return-path: <>
Received: from Debian-exim by mail.relay.example with local (Exim 4.96)
	id 1rAbCd-0001Xy-2Z
From: Mail Delivery System <Mailer-Daemon@mail.relay.example>
To: maintenance@provider.example
References: <${id}>
Auto-Submitted: auto-replied
X-Failed-Recipients: bea@bolt.example
Content-Type: multipart/report; report-type=delivery-status; boundary=1790000404-eximdsn-1804289383
MIME-Version: 1.0
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1rAbCd-0001Xy-2Z@mail.relay.example>

--1790000404-eximdsn-1804289383
Content-type: text/plain; charset=us-ascii

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bea@bolt.example
    host mail.bolt.example [192.0.2.10]
    SMTP error from remote mail server after RCPT TO:<bea@bolt.example>:
    550 No such user here

--1790000404-eximdsn-1804289383
Content-type: message/delivery-status

Reporting-MTA: dns; mail.relay.example

Action: failed
Final-Recipient: rfc822;bea@bolt.example
Status: 5.0.0
Remote-MTA: dns; mail.bolt.example
Diagnostic-Code: smtp; 550 No such user here

--1790000404-eximdsn-1804289383
Content-type: message/rfc822

Message-ID: <${id}>
From: Maintenance <maintenance@provider.example>
Subject: SCHEDULED

text
--1790000404-eximdsn-1804289383--
`),
  },
  {
    server: 'Exim before the standard',
    status: '5.1.1',
    reply: '550 5.1.1 <bea@bolt.example>: Recipient address rejected',
    raw: (id) =>
      crlf(`
From: Mail Delivery System <Mailer-Daemon@mail.relay.example>
To: maintenance@provider.example
Auto-Submitted: auto-replied
X-Failed-Recipients: bea@bolt.example
Subject: Mail delivery failed: returning message to sender
Message-Id: <E1rAbCd-0001Xy-2Z@mail.relay.example>

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bea@bolt.example
    SMTP error from remote mail server after RCPT TO:<bea@bolt.example>:
    host mail.bolt.example [192.0.2.10]: 550 5.1.1 <bea@bolt.example>:
    Recipient address rejected

------ This is a copy of the message, including all the headers. ------

Return-path: <maintenance@provider.example>
From: Maintenance <maintenance@provider.example>
Message-ID: <${id}>
Subject: SCHEDULED

text
`),
  },
  {
    server: 'Exchange Online',
    status: '5.1.10',
    reply: '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bea@bolt.example not found by SMTP address lookup',
    raw: (id) =>
      crlf(`
From: Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@bolt.example>
To: <maintenance@provider.example>
Date: Thu, 26 Nov 2026 01:00:05 +0000
Content-Type: multipart/report; report-type=delivery-status;
	boundary="d6a5b0b1-60a2-4a3b-9d1c-2f4f6a7b8c9d"
Content-Language: en-GB
Message-ID: <7a6b5c4d@AM0PR01.eurprd01.prod.exchangelabs.example>
In-Reply-To: <${id}>
References: <${id}>
Subject: Undeliverable: SCHEDULED - Replace a unit
Auto-Submitted: auto-replied
MIME-Version: 1.0

--d6a5b0b1-60a2-4a3b-9d1c-2f4f6a7b8c9d
Content-Type: multipart/alternative; differences=Content-Type;
	boundary="47b1ae9f"

--47b1ae9f
Content-Type: text/plain; charset="us-ascii"
Content-Transfer-Encoding: quoted-printable

Your message to bea@bolt.example couldn't be delivered. bea wasn't found at=
 bolt.example.

--47b1ae9f
Content-Type: text/html; charset="us-ascii"

<html><body>Your message couldn't be delivered.</body></html>

--47b1ae9f--

--d6a5b0b1-60a2-4a3b-9d1c-2f4f6a7b8c9d
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR01MB0000.eurprd01.prod.exchangelabs.example
Received-From-MTA: dns;mx1.provider.example
Arrival-Date: Thu, 26 Nov 2026 01:00:04 +0000

Final-Recipient: rfc822;bea@bolt.example
Action: failed
Status: 5.1.10
Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient bea@bolt.example not found by SMTP address lookup

--d6a5b0b1-60a2-4a3b-9d1c-2f4f6a7b8c9d
Content-Type: message/rfc822

Received: from mx1.provider.example (192.0.2.1) by AM0PR01MB0000
From: Maintenance <maintenance@provider.example>
Message-ID: <${id}>
Subject: SCHEDULED

--d6a5b0b1-60a2-4a3b-9d1c-2f4f6a7b8c9d--
`),
  },
  {
    server: 'qmail',
    status: '5.1.1',
    reply: '550 5.1.1 Sorry, no mailbox here by that name. vpopmail (#5.1.1)',
    raw: (id) =>
      crlf(`
Return-Path: <>
Date: 26 Nov 2026 01:00:05 -0000
From: MAILER-DAEMON@mail.bolt.example
To: maintenance@provider.example
Subject: failure notice

Hi. This is the qmail-send program at mail.bolt.example.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bea@bolt.example>:
Sorry, no mailbox here by that name. vpopmail (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <maintenance@provider.example>
Received: (qmail 4242 invoked from network); 26 Nov 2026 01:00:04 -0000
From: Maintenance <maintenance@provider.example>
To: Bea <bea@bolt.example>
Message-ID: <${id}>
Subject: SCHEDULED

text
`),
  },
  {
    server: 'a relay that kept the envelope id alone',
    status: '5.2.1',
    reply: '550 5.2.1 mailbox disabled',
    raw: (id) =>
      crlf(`
From: <mailer-daemon@relay.example>
To: maintenance@provider.example
Subject: Delivery failure
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b2

--b2
Content-Type: text/plain

Not delivered.

--b2
Content-Type: message/delivery-status
Content-Transfer-Encoding: base64

${Buffer.from(
  crlf(`
Reporting-MTA: dns; relay.example
Original-Envelope-Id: ${id.replace('@', '+40')}

Original-Recipient: rfc822;Bea@bolt.example
Final-Recipient: rfc822;Bea@bolt.example
Action: Failed
Status: 5.2.1 (mailbox disabled)
Diagnostic-Code: smtp; 550-5.2.1 mailbox disabled
`),
).toString('base64')}

--b2--
`),
  },
  {
    server: 'a blank before each colon',
    status: '5.1.1',
    reply: '550 5.1.1 unknown mailbox',
    raw: standard(`
Reporting-MTA : dns; gw.bolt.example

Final-Recipient : rfc822; bea@bolt.example
Action : failed
Status : 5.1.1
Diagnostic-Code : smtp; 550 5.1.1 unknown mailbox
`),
  },
  {
    server: 'one group for message and recipient',
    status: '5.4.1',
    reply: '550 5.4.1 Recipient address rejected: Access denied',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example
Arrival-Date: Thu, 26 Nov 2026 01:00:04 +0000
Final-Recipient: rfc822; bea@bolt.example
Action: failed
Status: 5.4.1
Diagnostic-Code: smtp; 550 5.4.1 Recipient address rejected: Access denied
`),
  },
  {
    server: 'another type of address',
    status: '5.1.2',
    reply: '550 5.1.2 no such host',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Final-Recipient: rfc/822; <Bea@Bolt.example>
Action: failed
Status: 5.1.2
Diagnostic-Code: smtp; 550 5.1.2 no such host
`),
  },
  {
    server: 'no type of address at all',
    status: '5.2.2',
    reply: '552 5.2.2 mailbox full',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Final-Recipient: bea@bolt.example
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 mailbox full
`),
  },
  {
    server: 'given up because the time was up',
    status: '4.4.7',
    reply: '4.4.7 given up by the receiving side: 451 4.4.7 connection timed out',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Final-Recipient: rfc822; bea@bolt.example
Action: expired
Status: 4.4.7
Diagnostic-Code: smtp; 451 4.4.7 connection timed out
`),
  },
  {
    server: 'the original recipient alone',
    status: '5.7.1',
    reply: '550 5.7.1 not wanted here',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Original-Recipient: rfc822;bea@bolt.example
Action: failed
Status: 5.7.1 (delivery not authorized)
Diagnostic-Code: smtp; 550 5.7.1 not wanted here
`),
  },
  {
    server: 'a final recipient that was forwarded, with the original one',
    status: '5.1.1',
    reply: '550 5.1.1 no such user',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Original-Recipient: rfc822;bea@bolt.example
Final-Recipient: rfc822;beatrice@elsewhere.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
`),
  },
  {
    server: 'no action, the status says it',
    status: '5.1.1',
    reply: '550 5.1.1',
    raw: standard(`
Reporting-MTA: dns; gw.bolt.example

Final-Recipient: rfc822; bea@bolt.example
Status: 5.1.1
`),
  },
  {
    server: 'Sorry, we were unable to deliver',
    status: '5.1.1',
    reply: '550 5.1.1 no mailbox of this name',
    raw: plain(
      'Failure Notice',
      `
Sorry, we were unable to deliver your message to the following address.

<bea@bolt.example>:
550: 550 5.1.1 no mailbox of this name

--- Below this line is a copy of the message.
`,
    ),
  },
  {
    server: 'Sorry, with the reason in the next paragraph',
    status: '5.2.1',
    reply: '554 5.2.1 this mailbox is closed',
    raw: plain(
      'Undeliverable: SCHEDULED',
      `
Sorry, we were unable to deliver your message to:

bea@bolt.example

Remote host said: 554 5.2.1 this mailbox is closed

--- Original message follows.
`,
    ),
  },
  {
    server: 'an older Exchange server, in sentences',
    status: '5.1.1',
    reply:
      '550 5.1.1 on 26/11/2026 01:00 The e-mail account does not exist at the organization this message was sent to. <gw.bolt.example #5.1.1>',
    raw: plain(
      'Undeliverable: SCHEDULED',
      `
Your message did not reach some or all of the intended recipients.

The following recipient(s) cannot be reached:

      bea@bolt.example on 26/11/2026 01:00
            The e-mail account does not exist at the organization this message was sent to.
            <gw.bolt.example #5.1.1>

Original message headers:
`,
    ),
  },
  {
    server: 'a report in sentences around the address',
    status: '',
    reply: "550 5.0.0 Your message to bea@bolt.example couldn't be delivered. The mailbox was closed.",
    raw: plain(
      'Delivery failed',
      `
Your message to bea@bolt.example couldn't be delivered.
The mailbox was closed.

----- Original message -----
`,
    ),
  },
  {
    server: 'the report inside the text of a mixed mail',
    status: '5.1.1',
    reply: '550 5.1.1 user unknown',
    raw: (id) =>
      crlf(`
From: <postmaster@gw.bolt.example>
To: maintenance@provider.example
Subject: Mail could not be delivered
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b4

--b4
Content-Type: text/plain

Your mail could not be delivered.

Reporting-MTA: dns; gw.bolt.example

Final-Recipient: rfc822; bea@bolt.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b4
Content-Type: message/rfc822

Message-ID: <${id}>
Subject: SCHEDULED

text
--b4--
`),
  },
  {
    server: 'the report as a text file beside the text',
    status: '5.1.1',
    reply: '550 5.1.1 user unknown',
    raw: (id) =>
      crlf(`
From: <postmaster@gw.bolt.example>
To: maintenance@provider.example
Subject: Mail could not be delivered
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b5

--b5
Content-Type: text/plain

Your mail could not be delivered. The details are enclosed.

--b5
Content-Type: text/plain; name=details.txt
Content-Disposition: attachment; filename=details.txt

Final-Recipient: RFC822; BEA@bolt.example
Action: Failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 user unknown

--b5
Content-Type: text/rfc822-headers

Message-ID: <${id}>
Subject: SCHEDULED
--b5--
`),
  },
];

/** A standard report with that status part. */
function standard(status: string): (id: string) => string {
  return (id) =>
    crlf(`
From: <mailer-daemon@gw.bolt.example>
To: maintenance@provider.example
Subject: Delivery Status Notification (Failure)
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b3

--b3
Content-Type: text/plain

It was not delivered.

--b3
Content-Type: message/delivery-status

${status.trim()}

--b3
Content-Type: text/rfc822-headers

From: Maintenance <maintenance@provider.example>
Message-ID: <${id}>
Subject: SCHEDULED

--b3--
`);
}

/** A report as prose with a copy of the mail below. */
function plain(subject: string, text: string): (id: string) => string {
  return (id) =>
    crlf(`
Return-Path: <>
From: MAILER-DAEMON@gw.bolt.example
To: maintenance@provider.example
Subject: ${subject}

${text.trim()}

From: Maintenance <maintenance@provider.example>
To: Bea <bea@bolt.example>
Message-ID: <${id}>
Subject: SCHEDULED

text
`);
}
