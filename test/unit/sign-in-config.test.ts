import { randomBytes } from 'node:crypto';
import { readConfig } from '../../config/config';

const needed = {
  DATABASE_URL: 'postgres://u@h/d',
  SMTP_URL: 'smtp://h',
  FOREWARN_SECRETS_KEY: randomBytes(32).toString('base64'),
};
const openId = {
  FOREWARN_OIDC_ISSUER: 'https://id.provider.example/realms/staff',
  FOREWARN_OIDC_CLIENT_ID: 'forewarn',
  FOREWARN_OIDC_CLIENT_SECRET: 'a secret',
};

test('T9: sign-in is off without a provider, and named after its host unless it has a name', () => {
  expect(readConfig(needed).signIn).toBeUndefined();
  expect(readConfig({ ...needed, ...openId }).signIn).toMatchObject({ name: 'id.provider.example', scopes: [] });
  const named = { FOREWARN_OIDC_NAME: 'the staff directory', FOREWARN_OIDC_SCOPES: 'groups  roles' };
  expect(readConfig({ ...needed, ...openId, ...named }).signIn).toMatchObject({
    name: 'the staff directory',
    scopes: ['groups', 'roles'],
  });
});

test('T8: the secret of the client is not shown among the values in force', () => {
  const { inForce } = readConfig({ ...needed, ...openId });
  expect(inForce.find(({ name }) => name === 'FOREWARN_OIDC_CLIENT_SECRET')).toMatchObject({
    value: null,
    isSecret: true,
  });
  expect(inForce.find(({ name }) => name === 'signIn.claim')).toMatchObject({ value: 'groups', from: 'default' });
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['half of the settings', { FOREWARN_OIDC_CLIENT_SECRET: '' }, /belong together: set all three/],
  ['no key to seal with', { FOREWARN_SECRETS_KEY: '' }, /FOREWARN_OIDC_ISSUER needs FOREWARN_SECRETS_KEY/],
  ['plain http elsewhere', { FOREWARN_OIDC_ISSUER: 'http://id.provider.example' }, /must begin with https/],
  ['no address', { FOREWARN_OIDC_ISSUER: 'id.provider.example' }, /must be an address/],
])('T9: %s is refused with the way out', (_case, given, words) => {
  expect(() => readConfig({ ...needed, ...openId, ...given })).toThrow(words);
});

const ofCustomers = {
  FOREWARN_PORTAL: 'mail-link',
  FOREWARN_PORTAL_OIDC_ISSUER: 'https://id.agency.example',
  FOREWARN_PORTAL_OIDC_CLIENT_ID: 'forewarn-portal',
  FOREWARN_PORTAL_OIDC_CLIENT_SECRET: 'a secret',
};

test('T9: customers have a provider of their own, beside that of the staff or without one', () => {
  expect(readConfig({ ...needed, ...openId }).portalSignIn).toBeUndefined();
  const { portalSignIn, signIn, inForce } = readConfig({ ...needed, ...ofCustomers });
  expect(portalSignIn).toMatchObject({ name: 'id.agency.example', clientId: 'forewarn-portal' });
  expect(signIn).toBeUndefined();
  const secret = inForce.find(({ name }) => name === 'FOREWARN_PORTAL_OIDC_CLIENT_SECRET');
  expect(secret).toMatchObject({ value: null, isSecret: true });
});

test.each<[string, NodeJS.ProcessEnv, RegExp]>([
  ['half of the settings', { FOREWARN_PORTAL_OIDC_CLIENT_ID: '' }, /FOREWARN_PORTAL_OIDC_ISSUER, .* belong together/],
  ['no key to seal with', { FOREWARN_SECRETS_KEY: '' }, /FOREWARN_PORTAL_OIDC_ISSUER needs FOREWARN_SECRETS_KEY/],
  ['no portal', { FOREWARN_PORTAL: 'off' }, /FOREWARN_PORTAL_OIDC_ISSUER needs FOREWARN_PORTAL=mail-link/],
  ['plain http elsewhere', { FOREWARN_PORTAL_OIDC_ISSUER: 'http://id.agency.example' }, /must begin with https/],
])('T9: for customers %s is refused with the way out', (_case, given, words) => {
  expect(() => readConfig({ ...needed, ...ofCustomers, ...given })).toThrow(words);
});
