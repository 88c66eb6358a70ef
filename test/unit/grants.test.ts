import { PERMISSIONS, permissionFor, type Operation } from '../../api/permissions';
import { areSameGrants, isWithin, ROLES_WITHIN, SIGN_IN_ROLES, type Grant } from '../../domain/access/grant';

const grant = (role: Grant['role'], ...organizations: string[]): Grant => ({
  role,
  organizations: organizations.length > 0 ? organizations : null,
});

describe('T9: what somebody can hand on to a token of their own', () => {
  const operations = Object.keys(PERMISSIONS) as Operation[];
  const mayDo = (role: Grant['role']) => operations.filter((one) => permissionFor(one).roles.includes(role));

  it.each(SIGN_IN_ROLES)('of %s: exactly the roles that may do nothing beyond it', (role) => {
    const own = new Set(mayDo(role));
    const below = SIGN_IN_ROLES.filter((other) => mayDo(other).every((one) => own.has(one)));
    expect([...ROLES_WITHIN[role]].sort()).toEqual([...below].sort());
  });

  it.each<[string, Grant, Grant, boolean]>([
    ['the same', grant('operator', 'acme'), grant('operator', 'acme'), true],
    ['fewer organizations', grant('operator', 'acme'), grant('operator', 'bolt', 'acme'), true],
    ['some of all', grant('operator', 'acme'), grant('operator'), true],
    ['all of some', grant('operator'), grant('operator', 'acme'), false],
    ['one more', grant('operator', 'acme', 'coil'), grant('operator', 'acme'), false],
    ['a role below', grant('approver', 'acme'), grant('admin'), true],
    ['a role above', grant('admin'), grant('approver'), false],
    ['a role beside', grant('operator'), grant('engineer'), false],
  ])('%s', (_what, narrow, wide, expected) => {
    expect(isWithin(narrow, wide)).toBe(expected);
  });

  it('rights are the same in any order, and not when one is gone', () => {
    const both = [grant('operator', 'acme', 'bolt'), grant('approver')];
    expect(areSameGrants(both, [grant('approver'), grant('operator', 'bolt', 'acme')])).toBe(true);
    expect(areSameGrants(both, [grant('approver')])).toBe(false);
  });
});
