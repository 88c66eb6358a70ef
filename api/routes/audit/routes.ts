import { z } from 'zod';
import { AUDIT_DOORS } from '../../../domain/audit/doors';
import { AUDIT_KINDS, AUDIT_SOURCES } from '../../../domain/audit/sources';
import { toIso } from '../../../domain/shared/time';
import { readAudit } from '../../../use-cases/read-audit';
import { route, viewerOf, type Route } from '../../http/route';
import { at, pageOf, paging, reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';

/** `/v1/audit`: who did what (T2). */
export function auditRoutes(deps: Dependencies): Route[] {
  return [readAuditRoute(deps)];
}

const doors = z.enum(AUDIT_DOORS);
const kinds = z.enum(AUDIT_KINDS);

const line = z.object({
  at,
  kind: kinds.describe(AUDIT_KINDS.map((kind) => `\`${kind}\`: ${AUDIT_SOURCES[kind].title}`).join('; ')),
  by: z.string().describe('the person or the service; empty where it is not on record who'),
  onBehalfOf: z.string().nullable().describe('whom the request named; nobody has checked it'),
  credential: z.string().nullable().describe('what was shown: `token:<id>`, `session:<id>`, `slack:<user>`'),
  request: z.string().nullable().describe('the id of the request, as the log has it'),
  issuedBy: z.string().nullable().describe('who issued the credential, where it is of nobody of the staff'),
  door: doors.nullable().describe('null where it is not on record'),
  reference: z.string().nullable().describe('of the window'),
  text: z.string(),
});

const readAuditRoute = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/audit',
    id: 'readAudit',
    tag: 'audit',
    summary: 'Who did what',
    description:
      'Over all windows and what is not of a window, the newest first: who did it, by which door, when. A token that is limited to ' +
      'organizations reads of windows that concern them, and of their answers, tasks and what they asked for; erasures and tokens are for administrators.',
    problems: [],
    success: { status: 200, description: 'One page of what was done' },
    query: z.strictObject({
      ...paging,
      by: z.string().min(1).max(200).optional().describe('the person, exactly as they are on record'),
      door: doors.optional(),
      reference: reference.optional(),
      kind: kinds.optional(),
      day: z.iso.date().optional().describe('by UTC'),
    }),
    answer: pageOf(line),
    async handle({ query: { cursor, limit, ...filters }, caller }) {
      const reader = { role: caller.role, viewer: viewerOf(caller) };
      const { items, next } = await readAudit(db, filters, { cursor, limit }, reader);
      return { body: { items: items.map((item) => ({ ...item, at: toIso(item.at), door: doorOf(item.door) })), next } };
    },
  });

const doorOf = (door: string | null) => (door === null ? null : doors.parse(door));
