import { z } from 'zod';
import { SIGN_IN_ROLES } from './grant';
import { line } from '../shared/fields';
import { DAY, HOUR, MINUTE } from '../shared/time';
import { duration } from '../rules/spans';

/** Who may do what when they sign in (T3, T9): the part `signIn` of the rules file. */

/** More is no mapping any more but a list of people. */
const MOST_ROLES = 200;
const MOST_LIMITS = 100;

const id = line(200);
const ids = z.array(id).min(1, 'must name one, or be left out').max(MOST_LIMITS);

/** See docs/decisions/0024-staff-are-bound-to-organizations.md. */
const NO_ENVIRONMENTS =
  'limits customers, not staff: a window is planned, approved and told for whole organizations. Name those the environments are of in ' +
  '"organizations"; whoever may see one environment alone is a contact with that environment in the inventory, and signs in to the portal';

const mapping = z
  .strictObject({
    when: line(200),
    role: z.enum(SIGN_IN_ROLES),
    organizations: ids.optional(),
    environments: z.never(NO_ENVIRONMENTS).optional(),
  })
  .refine(({ role, organizations }) => role !== 'admin' || !organizations, {
    path: ['organizations'],
    message: 'limits engineers, operators and approvers: an administrator sees everything',
  });

const name = /^[a-z][a-z0-9-]{0,39}$/;

export const signInRules = z
  .strictObject({
    /** The claim of the provider that says what somebody is; `realm_access.roles` leads into an object. */
    claim: z.string().regex(/^[\w:/-]+(\.[\w:/-]+){0,5}$/, 'must be the name of a claim, such as groups'),
    roles: z
      .record(z.string(), mapping)
      .refine((roles) => Object.keys(roles).length <= MOST_ROLES, `must be at most ${String(MOST_ROLES)}`)
      .superRefine((roles, context) => {
        for (const key of Object.keys(roles).filter((one) => !name.test(one)))
          context.addIssue({ code: 'custom', path: [key], message: 'must be a name such as noc: a-z, 0-9 and -' });
      }),
    /** A session ends after so long without a page, and after so long in any case. */
    idle: duration({ least: 5 * MINUTE, most: 30 * DAY }),
    longest: duration({ least: HOUR, most: 90 * DAY }),
  })
  .refine(({ idle, longest }) => idle <= longest, {
    path: ['idle'],
    message: 'must not be more than longest',
  });
export type SignInRules = z.output<typeof signInRules>;

/** As the file writes what it leaves out. */
export const USUAL_SIGN_IN = { claim: 'groups', roles: {}, idle: '2 hours', longest: '12 hours' } as const;

/** Where the file names no roles: groups that are called after them. */
const USUAL_ROLES: SignInRules['roles'] = {
  admins: { when: 'forewarn-admins', role: 'admin' },
  engineers: { when: 'forewarn-engineers', role: 'engineer' },
  operators: { when: 'forewarn-operators', role: 'operator' },
  approvers: { when: 'forewarn-approvers', role: 'approver' },
};

/** The roles in force: those of the file alone, where it names one. */
export function rolesOf({ roles }: Pick<SignInRules, 'roles'>): SignInRules['roles'] {
  return Object.keys(roles).length > 0 ? roles : USUAL_ROLES;
}
