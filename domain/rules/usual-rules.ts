import { USUAL_SIGN_IN } from '../access/sign-in-rules';
import { DEFAULT_POLICY } from '../notices/notice-policy';
import { RETENTION, RETENTION_KINDS } from '../retention/retention';
import { DAY } from '../shared/time';
import { writeSpan } from './spans';
import { writePolicy, type PlainRules } from './written-policy';

/** The rules of a provider who has written nothing: the promises of N1 to N3, and the days of T6. */
export const USUAL_RULES: PlainRules = {
  ...writePolicy(DEFAULT_POLICY),
  calendar: { timeZone: 'UTC', weekend: ['saturday', 'sunday'], holidays: [], daysOff: [] },
  places: {},
  retention: Object.fromEntries(RETENTION_KINDS.map((kind) => [kind, writeSpan(RETENTION[kind].days * DAY)])),
  support: {},
  brands: {},
  signIn: USUAL_SIGN_IN,
};
