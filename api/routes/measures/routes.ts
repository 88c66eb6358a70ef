import { z } from 'zod';
import { dateAt, MEASURE_EVENTS, MEASURE_STATES } from '../../../domain/measures/measure';
import { line, text } from '../../../domain/shared/fields';
import { toIso } from '../../../domain/shared/time';
import { AUDIT_DOORS } from '../../../domain/audit/doors';
import { dueDate } from '../../../domain/window/rfo-fields';
import { historyOf, listMeasures, type Measure, type MeasureLine } from '../../../store/measures/read';
import { findMeasure, finishMeasure, moveMeasure, type MeasureDependencies } from '../../../use-cases/change-measure';
import { route, viewerOf, type Route } from '../../http/route';
import {
  at,
  isoOrNull,
  maybeAt,
  onBehalfOf,
  pageOf,
  paging,
  reference,
  rowId,
  rowIdInPath,
  yesOrNo,
} from '../../http/schemas';

/** `/v1/measures`: what published reports promised, and what became of it (E5). */
export function measureRoutes(deps: MeasureDependencies): Route[] {
  return [readMeasures(deps), readMeasure(deps), doneMeasure(deps), giveUpMeasure(deps), postponeMeasure(deps)];
}

const measureFields = {
  id: rowId,
  reference: reference.describe('the window whose report promised it'),
  text: z.string(),
  owner: z.string().describe('as the report names them: a person of the staff by address, name or id, or a team'),
  due: z.iso.date().describe('the date in force'),
  public: z.boolean().describe('customers read it in the published report'),
  state: z.enum(MEASURE_STATES),
  createdAt: at.describe('when a report that names it was published first'),
  endedAt: maybeAt,
  endedBy: z.string().nullable(),
  note: z.string().nullable().describe('what came of it, or why it was given up'),
};
const measure = z.object(measureFields).meta({ id: 'Measure' });

const measureInDetail = z.object({
  ...measureFields,
  history: z
    .array(
      z.object({
        at,
        by: z.string(),
        onBehalfOf: z.string().nullable(),
        credential: z.string().nullable(),
        door: z.enum(AUDIT_DOORS),
        type: z.enum(MEASURE_EVENTS),
        text: z.string(),
      }),
    )
    .describe('everything that has happened to it, oldest first'),
});

const params = z.strictObject({ id: rowIdInPath });
const refused = ['already-done'] as const;

const readMeasures = ({ db }: MeasureDependencies) =>
  route({
    method: 'get',
    path: '/v1/measures',
    id: 'listMeasures',
    tag: 'measures',
    summary: 'Preventive measures that published reports promised',
    description: 'The earliest date first; `open=true` leaves out what has ended, `late=true` all but what is overdue.',
    problems: [],
    success: { status: 200, description: 'A page of measures' },
    query: z.strictObject({
      ...paging,
      open: yesOrNo.optional(),
      late: yesOrNo.optional().describe('`true`: only open ones whose date has passed'),
      owner: line(200)
        .optional()
        .describe('of a person of the staff by id, address or name, or of whoever is named so'),
      window: reference.optional(),
    }),
    answer: pageOf(measure),
    async handle({ query: { cursor, limit, window, late, ...asked }, caller, now }) {
      const page = await listMeasures(
        db,
        { ...asked, reference: window, lateOn: late ? dateAt(now) : undefined },
        { cursor, limit },
        viewerOf(caller),
      );
      return { body: { items: page.items.map(measureAnswer), next: page.next } };
    },
  });

const readMeasure = ({ db }: MeasureDependencies) =>
  route({
    method: 'get',
    path: '/v1/measures/{id}',
    id: 'getMeasure',
    tag: 'measures',
    summary: 'A preventive measure and its history',
    description: 'Who did what with it, when, and through which door.',
    problems: [],
    success: { status: 200, description: 'The measure' },
    params,
    answer: measureInDetail,
    async handle({ params: { id }, caller }) {
      const found = await findMeasure(db, id, viewerOf(caller));
      return { body: { ...measureAnswer(found), history: (await historyOf(db, id)).map(lineAnswer) } };
    },
  });

const doneMeasure = (deps: MeasureDependencies) =>
  route({
    method: 'post',
    path: '/v1/measures/{id}/done',
    id: 'finishMeasure',
    tag: 'measures',
    summary: 'Say that a measure is done',
    description: 'By its owner, or by staff who work on windows.',
    example: { note: 'Both feeds are checked every week since.' },
    problems: refused,
    success: { status: 200, description: 'It is done, and nobody is written to about it again' },
    params,
    body: z.strictObject({ by: onBehalfOf, note: text(2_000).optional() }),
    answer: measure,
    async handle({ params: { id }, body: { note }, caller, acting, now }) {
      const change = { id, actor: acting, caller, viewer: viewerOf(caller), now };
      return { body: measureAnswer(await finishMeasure(deps, change, { state: 'done', note })) };
    },
  });

const giveUpMeasure = (deps: MeasureDependencies) =>
  route({
    method: 'post',
    path: '/v1/measures/{id}/give-up',
    id: 'giveUpMeasure',
    tag: 'measures',
    summary: 'Give a measure up',
    description: 'By its owner, or by staff who work on windows; with a reason, which stays in its history.',
    example: { reason: 'The old units are replaced next month.' },
    problems: refused,
    success: { status: 200, description: 'It is given up, and nobody is written to about it again' },
    params,
    body: z.strictObject({ by: onBehalfOf, reason: text(2_000) }),
    answer: measure,
    async handle({ params: { id }, body: { reason }, caller, acting, now }) {
      const change = { id, actor: acting, caller, viewer: viewerOf(caller), now };
      return { body: measureAnswer(await finishMeasure(deps, change, { state: 'given-up', note: reason })) };
    },
  });

const postponeMeasure = (deps: MeasureDependencies) =>
  route({
    method: 'post',
    path: '/v1/measures/{id}/postpone',
    id: 'postponeMeasure',
    tag: 'measures',
    summary: 'Give a measure a new date',
    description:
      'A later one, with a reason, which stays in its history. Its owner is written to anew: ahead of it, on it, and once it is late.',
    example: { due: '2027-03-31', reason: 'The units are delivered in March.' },
    problems: refused,
    success: { status: 200, description: 'It has the new date' },
    params,
    body: z.strictObject({ by: onBehalfOf, due: dueDate, reason: text(2_000) }),
    answer: measure,
    async handle({ params: { id }, body: { due, reason }, caller, acting, now }) {
      const change = { id, actor: acting, caller, viewer: viewerOf(caller), now };
      return { body: measureAnswer(await moveMeasure(deps, change, { due, reason })) };
    },
  });

function measureAnswer({ createdAt, endedAt, ...item }: Measure): z.input<typeof measure> {
  return { ...item, createdAt: toIso(createdAt), endedAt: isoOrNull(endedAt) };
}

function lineAnswer({ at: then, onBehalfOf: named, credential, by, door, type, words }: MeasureLine) {
  const who = { by, onBehalfOf: named ?? null, credential: credential ?? null };
  return { at: toIso(then), ...who, door, type, text: words };
}
