import fc from 'fast-check';
import { addressOf, grantsOf, readClaims } from '../../domain/access/claims';
import { signInRules, USUAL_SIGN_IN, type SignInRules } from '../../domain/access/sign-in-rules';

const rules = (over: object = {}): SignInRules => signInRules.parse({ ...USUAL_SIGN_IN, ...over });

const claims = (over: object) => {
  const read = readClaims({ sub: 'u-1', ...over });
  if (!read) throw new Error('these are claims');
  return read;
};

test('T3: groups give roles, in the order of the rules, and what is not named gives none', () => {
  const roles = grantsOf(claims({ groups: ['staff', 'forewarn-approvers', 'forewarn-engineers'] }), rules());
  expect(roles.map(({ role }) => role)).toEqual(['engineer', 'approver']);
  expect(grantsOf(claims({ groups: ['staff'] }), rules())).toEqual([]);
  expect(grantsOf(claims({}), rules())).toEqual([]);
});

test('T3: roles of the file stand alone, with what limits them', () => {
  const own = rules({
    claim: 'realm_access.roles',
    roles: {
      noc: { when: 'noc', role: 'operator', organizations: ['acme', 'globex'] },
      desk: { when: 'desk', role: 'operator', organizations: ['globex', 'acme'] },
      writers: { when: 'writers', role: 'approver' },
    },
  });
  const given = claims({ realm_access: { roles: ['noc', 'desk', 'writers', 'forewarn-admins'] } });
  // what two groups give alike is given once
  expect(grantsOf(given, own)).toEqual([
    { role: 'operator', organizations: ['acme', 'globex'] },
    { role: 'approver', organizations: null },
  ]);
});

test('T3: a claim may be one word, and its name may be an address with dots', () => {
  const namespaced = rules({ claim: 'https://provider/roles' });
  expect(grantsOf(claims({ 'https://provider/roles': 'forewarn-admins' }), namespaced)).toHaveLength(1);
  expect(grantsOf(claims({ groups: 'forewarn-admins' }), rules())).toHaveLength(1);
});

test('T3: nothing but the very word gives a role, whatever the claim holds', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const words = Array.isArray(value) ? value : [value];
      const isNamed = words.some(
        (word) => typeof word === 'string' && /^forewarn-(admin|engineer|operator|approver)s$/.test(word),
      );
      expect(grantsOf(claims({ groups: value }), rules()).length > 0).toBe(isNamed);
    }),
  );
  for (const name of ['__proto__', 'constructor', 'toString'])
    expect(grantsOf(claims({}), rules({ claim: name }))).toEqual([]);
});

test('T5: an address stands for a person only where the provider says that it is theirs', () => {
  expect(addressOf(claims({ email: 'Ada@Provider.example', email_verified: true }))).toBe('ada@provider.example');
  expect(addressOf(claims({ email: 'ada@provider.example', email_verified: 'true' }))).toBe('ada@provider.example');
  expect(addressOf(claims({ email: 'ada@provider.example', email_verified: false }))).toBeUndefined();
  expect(addressOf(claims({ email: 'ada@provider.example' }))).toBeUndefined();
});

test.each<[string, object, RegExp]>([
  ['an administrator with limits', { role: 'admin', organizations: ['acme'] }, /an administrator sees everything/],
  [
    'a limit to environments, with the way out',
    { role: 'operator', organizations: ['acme'], environments: ['acme-production'] },
    /Name those the environments are of in \\"organizations\\".*signs in to the portal/,
  ],
  ['a limit to nobody', { role: 'operator', organizations: [] }, /must name one, or be left out/],
  ['a mail server', { role: 'inbound' }, /Invalid option/],
  ['a customer', { role: 'customer' }, /Invalid option/],
])('T3: the rules refuse %s', (_case, mapping, words) => {
  const result = signInRules.safeParse({ ...USUAL_SIGN_IN, roles: { one: { when: 'x', ...mapping } } });
  expect(JSON.stringify(result.error?.issues)).toMatch(words);
});

test('T9: a session that would idle longer than it lasts is refused', () => {
  expect(signInRules.safeParse({ ...USUAL_SIGN_IN, idle: '13 hours' }).error?.issues[0]).toMatchObject({
    path: ['idle'],
  });
});
