import { z } from 'zod';
import { actorInWords } from '../../../domain/shared/actor';
import { instant, line } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import { RESOURCE_EVENT_TYPES } from '../../../domain/work/resource-event';
import { REPORTED_ENDS } from '../../../domain/work/states';
import type { CallingOff } from '../../../use-cases/call-off-done';
import { reportResourceEvent } from '../../../use-cases/report-resource-event';
import { reportWorkEnd } from '../../../use-cases/report-work-end';
import { route, type Route } from '../../http/route';
import { at, onBehalfOf } from '../../http/schemas';

/** What the provider's systems report about maintenance (S3, S7). */
export function workReportRoutes(deps: CallingOff): Route[] {
  return [reportEnd(deps), reportEvent(deps)];
}

const evidence = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,39}$/, 'must be a name of letters, digits, _ and -'),
    z.union([line(300), z.number(), z.boolean()], 'must be a text of one line, a number, true or false'),
  )
  .refine((values) => Object.keys(values).length <= 20, 'must hold at most 20 values');

const reportEnd = (deps: CallingOff) =>
  route({
    method: 'post',
    path: '/v1/work/{job}',
    id: 'reportWorkEnd',
    tag: 'maintenance',
    summary: 'Report how a job has ended',
    description:
      'For the automation that a job was posted to, instead of waiting until it is asked; the job names this address as ' +
      '`report_url`. The same report again changes nothing.',
    example: { state: 'done', evidence: { run: '4711' } },
    problems: ['not-found', 'already-done'],
    success: { status: 200, description: 'It is on record' },
    resume: 'always',
    params: z.strictObject({
      job: z
        .string()
        .regex(/^[A-Za-z0-9._-]{1,200}$/, 'is not the key of a job')
        .describe('the key of the job'),
    }),
    body: z.strictObject({
      by: onBehalfOf,
      state: z.enum(REPORTED_ENDS),
      reason: line(500).optional().describe('for people; why it failed'),
      evidence: evidence.optional().describe('kept in proof; no secrets and nothing about people'),
    }),
    answer: z.object({ job: z.string(), reference: z.string(), resource: z.string(), state: z.enum(REPORTED_ENDS) }),
    async handle({ params: { job }, body: { state, reason, evidence }, caller, now }) {
      const ended = await reportWorkEnd(deps, {
        job,
        state,
        reason,
        evidence,
        credential: `token:${caller.tokenId}`,
        now,
      });
      return { body: { job, reference: ended.reference, resource: ended.resourceId, state } };
    },
  });

const reportEvent = (deps: CallingOff) =>
  route({
    method: 'post',
    path: '/v1/resources/{id}/events',
    id: 'reportResourceEvent',
    tag: 'maintenance',
    summary: 'Report what happened to a resource',
    description:
      'For the platform of the provider: a resource that was restarted or deployed anew after a window was announced has had its ' +
      'maintenance, and the window leaves it alone. The same report again is answered the same and changes nothing.',
    example: { id: 'evt-2026-12-01-0815', type: 'restarted', at: '2026-12-01T08:15:00Z' },
    problems: ['not-found'],
    success: { status: 200, description: 'It is on record with the work that it completes' },
    resume: 'always',
    params: z.strictObject({ id: z.string().min(1).max(200).describe('the id of the resource') }),
    body: z.strictObject({
      by: onBehalfOf,
      id: z
        .string()
        .regex(/^[A-Za-z0-9._:-]{1,100}$/, 'must be 1 to 100 letters, digits and ._:-')
        .describe('of the event, the same each time it is reported'),
      type: z.enum(RESOURCE_EVENT_TYPES),
      at: instant.describe('when it happened'),
    }),
    answer: z.object({
      resource: z.string(),
      event: z.object({ id: z.string(), type: z.enum(RESOURCE_EVENT_TYPES), at }),
      completed: z.array(z.string()).describe('windows whose work on the resource is done by it, by reference'),
      left: z
        .array(z.object({ reference: z.string(), because: z.string() }))
        .describe('windows that have work on the resource left, and why it does not complete that'),
    }),
    async handle({ params: { id: resource }, body: { id, type, at }, actor, now }) {
      const event = { resourceId: resource, id, type, at, who: actorInWords(actor), now };
      const { completed, left } = await reportResourceEvent(deps, event);
      return {
        body: {
          ...{ resource, event: { id, type, at: toIso(at) }, completed: [...completed] },
          left: left.map(({ reference, reason }) => ({ reference, because: reason })),
        },
      };
    },
  });
