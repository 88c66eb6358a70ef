import { configuredMarks } from '../../composition/delivery-marks';
import { readConfig } from '../../config/config';
import { returnMailboxFault, returnPathFor, tokenInReturnPath } from '../../domain/delivery/return-path';

/** The return path of each mail (C1). */
const MAILBOX = 'bounces@provider.example';
const ENVIRONMENT = { DATABASE_URL: 'postgres://127.0.0.1/forewarn', SMTP_URL: 'smtp://127.0.0.1:1025' };
const KEY = Buffer.alloc(32, 3).toString('base64');

it('C1: is read back as it was made, in any case; other mailboxes have none', () => {
  const path = returnPathFor(MAILBOX, 'k3-0123456789abcdef01234567');
  expect(path).toBe('bounces+k3-0123456789abcdef01234567@provider.example');
  expect(tokenInReturnPath(MAILBOX, path.toUpperCase())).toBe('k3-0123456789abcdef01234567');
  for (const other of [MAILBOX, 'bounces+@provider.example', 'other+x@provider.example', 'bounces+x@elsewhere.example'])
    expect(tokenInReturnPath(MAILBOX, other)).toBeUndefined();
});

it('C1: the longest one is an address, and a mailbox that leaves no room is refused', () => {
  const { marksFor } = configuredMarks({ secretsKeys: [Buffer.alloc(32, 3)], returnMailbox: MAILBOX });
  const mark = marksFor?.({ id: Number.MAX_SAFE_INTEGER, messageId: 'x@provider.example' });
  expect(mark?.returnPath?.indexOf('@')).toBeLessThanOrEqual(64);
  expect(returnMailboxFault(MAILBOX)).toBeUndefined();
  expect(returnMailboxFault(`${'b'.repeat(24)}@provider.example`)).toContain('at most 23 characters');
  expect(returnMailboxFault('bounces@bücher.example')).toContain('xn--');
  expect(returnMailboxFault('Bounces <b@provider.example>')).toContain('must be one mail address');
});

it('C1: needs the key that makes it; nothing is made without one', () => {
  expect(() => readConfig({ ...ENVIRONMENT, FOREWARN_RETURN_PATH: MAILBOX })).toThrow('needs FOREWARN_SECRETS_KEY');
  expect(() => readConfig({ ...ENVIRONMENT, FOREWARN_RETURN_PATH: 'x', FOREWARN_SECRETS_KEY: KEY })).toThrow(
    'FOREWARN_RETURN_PATH',
  );
  const config = readConfig({ ...ENVIRONMENT, FOREWARN_RETURN_PATH: MAILBOX, FOREWARN_SECRETS_KEY: KEY });
  expect(configuredMarks(config).marksFor?.({ id: 7, messageId: 'x@y' }).returnPath).toMatch(
    /^bounces\+7-[0-9a-f]{24}@/,
  );
  expect(readConfig({ ...ENVIRONMENT, FOREWARN_RETURN_PATH: '' }).returnMailbox).toBeUndefined();
  expect(configuredMarks(readConfig(ENVIRONMENT))).toEqual({});
});
