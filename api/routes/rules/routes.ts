import { z } from 'zod';
import { override } from '../../../domain/window/commands/command';
import { ERROR_CODES } from '../../../domain/shared/errors';
import { optional } from '../../../domain/shared/optional';
import { toIso } from '../../../domain/shared/time';
import type { PlannedNotice } from '../../../domain/window/duties/agenda';
import { applyRules, rulesDifference, type RulesDependencies } from '../../../use-cases/apply-rules';
import type { WindowsClient } from '../../../temporal/windows-client';
import { mayOverride } from '../../permissions';
import { APPROVERS } from '../../../domain/shared/roles';
import { route, viewerOf, type Route } from '../../http/route';
import { reference } from '../../http/schemas';
import { commandAnswer } from '../windows/answers';
import { linksOf, type Addresses } from '../windows/links';
import { commandAnswerSchema } from '../commands/schemas';
import { planned } from '../windows/schema-parts';

interface Dependencies extends RulesDependencies {
  readonly windows: WindowsClient;
  readonly addresses: Addresses;
}

const params = z.strictObject({ reference });

/** `/v1/windows/{reference}/rules`: what the rules of today would change for a window, and having it go by them (P6). */
export function rulesRoutes(deps: Dependencies): Route[] {
  return [compareRoute(deps), applyRoute(deps)];
}

const compareRoute = (deps: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/rules',
    id: 'compareRules',
    tag: 'config',
    summary: 'What the rules of today would change for a window',
    description:
      'A window keeps the rules it was opened with. Compares them with those in force, and lists the notices still to come by either. Nothing is changed.',
    problems: ['not-found'],
    success: { status: 200, description: 'The difference' },
    params,
    answer: z.object({
      changes: z
        .array(
          z.object({
            name: z.string().describe('the path of the rule, such as `classes.standard.lead`'),
            now: z.string().nullable(),
            then: z.string().nullable().describe('null: the rule is not set'),
          }),
        )
        .describe('empty: the window goes by the rules in force'),
      plan: z.array(planned).describe('by the rules it goes by'),
      planThen: z.array(planned).describe('by the rules in force'),
      refusal: z
        .object({ code: z.enum(ERROR_CODES), text: z.string() })
        .nullable()
        .describe('why the window would not take them now; a notice debt can be overridden by an approver'),
    }),
    async handle({ params, caller, now }) {
      const difference = await rulesDifference(deps, params.reference, viewerOf(caller), now);
      const { changes, refusal } = difference;
      return {
        body: {
          changes: changes.map(({ name, before, after }) => ({ name, now: before, then: after })),
          plan: difference.plan.map(plannedAnswer),
          planThen: difference.planThen.map(plannedAnswer),
          refusal: refusal ? { code: refusal.code, text: refusal.detail } : null,
        },
      };
    },
  });

const plannedAnswer = ({ kind, at }: PlannedNotice) => ({ kind, at: toIso(at) });

const applyRoute = (deps: Dependencies) =>
  route({
    method: 'post',
    path: '/v1/windows/{reference}/rules',
    id: 'applyRules',
    tag: 'config',
    summary: 'Have a window go by the rules of today',
    description:
      'A change of rules touches only windows opened afterwards. This moves one that has not begun, deliberately; it is on its timeline. Look at the ' +
      'difference first (GET). Rules that promise more notice than is left are refused, unless an approver overrides that with a reason.',
    example: {},
    problems: [
      'not-found',
      'already-done',
      'wrong-phase',
      'notice-debt',
      'temporal-unreachable',
      'window-busy',
      'window-stuck',
      'no-answer-yet',
    ],
    success: { status: 200, description: 'The window goes by them; where it stands now' },
    resume: 'always',
    params,
    body: z.strictObject({ override }),
    bodyKind: { types: ['application/json'], limit: 100_000, optional: true },
    answer: commandAnswerSchema,
    async handle({ params, body, caller, actor, door, now }) {
      if (body.override !== undefined) mayOverride(caller, APPROVERS);
      const wish = {
        reference: params.reference,
        override: body.override,
        giver: { ...actor, ...optional({ door }) },
        viewer: viewerOf(caller),
        now,
      };
      const view = await applyRules(deps, wish);
      return { body: commandAnswer(view, linksOf(view, null, deps.addresses, true)) };
    },
  });
