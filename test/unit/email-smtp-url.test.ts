import { parseSender, parseSmtpUrl } from '../../channels/email/transport/smtp-url';

describe('the mail server’s address', () => {
  it.each([
    ['smtp://127.0.0.1:1025', { host: '127.0.0.1', port: 1025, secure: false, requireTls: false }],
    ['smtp://mx.provider.example', { host: 'mx.provider.example', port: 587, secure: false, requireTls: false }],
    ['smtps://mx.provider.example', { host: 'mx.provider.example', port: 465, secure: true, requireTls: false }],
    [
      'smtp://mx.provider.example?tls=required',
      { host: 'mx.provider.example', port: 587, secure: false, requireTls: true },
    ],
    ['smtp://[::1]:25', { host: '::1', port: 25, secure: false, requireTls: false }],
    [
      'smtp://us%40er:p%2Fw%21@mx.provider.example:2525',
      {
        host: 'mx.provider.example',
        port: 2525,
        secure: false,
        requireTls: true,
        credentials: { user: 'us@er', pass: 'p/w!' },
      },
    ],
  ])('reads %s', (url, expected) => {
    expect(parseSmtpUrl(url)).toEqual(expected);
  });

  it.each([
    ['smtp://u:p@mx.provider.example', true],
    ['smtp://u:p@10.0.0.7', true],
    ['smtp://u:p@localhost.provider.example', true],
    ['smtp://u:p@localhost', false],
    ['smtp://u:p@127.1.2.3', false],
    ['smtp://u:p@[::1]', false],
  ])('T8: credentials imply TLS, except on this machine: %s', (url, requireTls) => {
    expect(parseSmtpUrl(url)).toMatchObject({ requireTls });
  });

  it.each([
    '',
    'mx.provider.example:25',
    'http://mx.provider.example',
    'smtp://',
    'smtp://x.example?tls=maybe',
    'smtp://x.example?host=evil',
  ])('refuses %j', (url) => {
    expect(() => parseSmtpUrl(url)).toThrow(/The SMTP address/);
  });

  it('T4: a refusal does not repeat the password', () => {
    const refusals = ['smtp://user:s3cret@x.example?tls=no', 'smtp://user:s3cret@', 'ftp://user:s3cret@x.example'].map(
      (url) => {
        try {
          return parseSmtpUrl(url);
        } catch (error) {
          return String(error);
        }
      },
    );
    expect(refusals).toEqual(refusals.map(() => expect.stringMatching(/^RangeError: (?!.*s3cret)/) as string));
  });
});

describe('the sender', () => {
  it.each([
    ['Maintenance <maintenance@provider.example>', { name: 'Maintenance', address: 'maintenance@provider.example' }],
    [
      '"Maintenance, EU" <maintenance@provider.example>',
      { name: 'Maintenance, EU', address: 'maintenance@provider.example' },
    ],
    ['maintenance@provider.example', { name: '', address: 'maintenance@provider.example' }],
    ['<maintenance@provider.example>', { name: '', address: 'maintenance@provider.example' }],
  ])('reads %s', (text, expected) => {
    expect(parseSender(text)).toEqual(expected);
  });

  it.each([
    '',
    'Maintenance',
    'a@b.example, c@d.example',
    'A <a@b.example> B <c@d.example>',
    'A <a@b.example\r\nBcc: c@d.example>',
  ])('refuses %j', (text) => {
    expect(() => parseSender(text)).toThrow(/write it as Maintenance <maintenance@provider\.example>/);
  });
});
