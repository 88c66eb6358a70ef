import { z } from 'zod';
import type { Actor } from '../../../domain/shared/actor';
import { optional } from '../../../domain/shared/optional';
import { toIso } from '../../../domain/shared/time';
import type { WindowsClient } from '../../../temporal/windows-client';
import type { WorkCarrier } from '../../../temporal/work-carrier';
import { acknowledgeMaintenance } from '../../../use-cases/acknowledge-maintenance';
import { maintenanceFor } from '../../../use-cases/read-maintenance';
import { nightsFor } from '../../../use-cases/read-nights';
import { workOf } from '../../../use-cases/read-work';
import { moveResources } from '../../../use-cases/move-resources';
import { objectToMaintenance } from '../../../use-cases/object-to-maintenance';
import { restartResource } from '../../../use-cases/restart-resource';
import { route, viewerOf, type Caller, type Route } from '../../http/route';
import { pageOf, reference } from '../../http/schemas';
import type { Dependencies } from '../dependencies';
import { countsAnswer, dueAnswer, workAnswer } from './answers';
import {
  acknowledged,
  dueMaintenance,
  maintenanceQuery,
  moveBody,
  movedAnswer,
  nights,
  objection,
  recordedObjection,
  restartParams,
  windowWork,
  work,
  workQuery,
} from './schemas';

interface MaintenanceDependencies extends Dependencies {
  readonly work: WorkCarrier;
  readonly windows: Pick<WindowsClient, 'move'>;
  /** Names of executors whose hosts ask by themselves. */
  readonly asking: ReadonlySet<string>;
}

/** `/v1/maintenance`: what is due for a customer, and doing it by oneself; `/v1/windows/{reference}/work`: how far it is. */
export function maintenanceRoutes(deps: MaintenanceDependencies): Route[] {
  return [
    listMaintenance(deps),
    restart(deps),
    acknowledge(deps),
    object(deps),
    move(deps),
    listNights(deps),
    getWork(deps),
  ];
}

const listMaintenance = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/maintenance',
    id: 'listMaintenance',
    tag: 'maintenance',
    summary: 'What is due, and when',
    description:
      'What is due, under way, failed or unknown on the resources of one organization, in announced windows that are not over, ' +
      'by the start of the window (S4). Staff name the organization; a customer token gets its own, in the environments it covers.',
    problems: ['not-found'],
    success: { status: 200, description: 'A page of resources with maintenance' },
    query: maintenanceQuery,
    answer: pageOf(dueMaintenance),
    async handle({ query: { cursor, limit, organization, kind: kinds }, caller }) {
      const { items, next } = await maintenanceFor(db, { organization, kinds }, { cursor, limit }, viewerOf(caller));
      return { body: { items: items.map(dueAnswer), next } };
    },
  });

const restart = (deps: MaintenanceDependencies) =>
  route({
    method: 'post',
    path: '/v1/maintenance/{reference}/{resource}/restart',
    id: 'restartResource',
    tag: 'maintenance',
    summary: 'Do the maintenance of a resource now',
    description:
      'Restarts the resource before the window does, which completes its maintenance (S3): from the announcement until ' +
      '`selfServiceUntil`. Customer and window never both do it. GET /v1/windows/{reference}/work says what became of it.',
    resume: 'always',
    problems: [
      ...(['already-claimed', 'locked-in', 'not-due', 'out-of-scope', 'no-self-service', 'group-busy'] as const),
      'temporal-unreachable',
    ],
    success: { status: 202, description: 'It is yours, and is carried out' },
    params: restartParams,
    answer: z.object({ reference: z.string(), work }),
    async handle({ params: { reference, resource }, caller, acting, now }) {
      const asked = { reference, resourceId: resource, covered: coveredBy(caller), acting, now };
      return { body: { reference, work: workAnswer(await restartResource(deps, asked)) } };
    },
  });

const acknowledge = ({ db }: Dependencies) =>
  route({
    method: 'post',
    path: '/v1/maintenance/{reference}/acknowledge',
    id: 'acknowledgeMaintenance',
    tag: 'maintenance',
    summary: 'Say that you know of the maintenance',
    description:
      'Your acknowledgement of the window as it was told last, in the proof like an accepted invitation (S6). An objection of yours ' +
      'that nobody has answered is thereby over. A second time changes nothing.',
    resume: 'always',
    problems: [],
    success: { status: 200, description: 'It is on record' },
    params: z.strictObject({ reference }),
    answer: acknowledged,
    async handle({ params: { reference }, caller, acting, now }) {
      const given = { reference, covered: coveredBy(caller), acting, id: requestOf(acting), now };
      return { body: { reference, ...(await acknowledgeMaintenance(db, given)) } };
    },
  });

const object = ({ db }: Dependencies) =>
  route({
    method: 'post',
    path: '/v1/maintenance/{reference}/object',
    id: 'objectToMaintenance',
    tag: 'maintenance',
    summary: 'Object to the maintenance of your resources',
    description:
      'Until the lock-in before the start. Whoever answers for you at the provider has a task and is reminded of it; accepted, the ' +
      'resources leave the window; refused, the reason is mailed (S6, S9). Objecting again adds what is new.',
    example: { reason: 'Our sale begins that night.', resources: ['orders-db'] },
    resume: 'always',
    problems: ['locked-in', 'out-of-scope', 'wrong-phase'],
    success: { status: 202, description: 'It is on record, and waits for an answer' },
    params: z.strictObject({ reference }),
    body: objection,
    answer: recordedObjection,
    async handle({ params: { reference }, body, caller, acting, now }) {
      const asked = { reference, ...body, covered: coveredBy(caller), acting, id: requestOf(acting), now };
      const { id, resources } = await objectToMaintenance(db, asked);
      return { body: { reference, task: id, resources: [...resources] } };
    },
  });

const move = ({ db, windows }: MaintenanceDependencies) =>
  route({
    method: 'post',
    path: '/v1/maintenance/{reference}/move',
    id: 'moveResources',
    tag: 'maintenance',
    summary: 'Move the maintenance of your resources to another night',
    description:
      'Until the lock-in of both windows, to one that the provider offers (`alternatives` of either), while there is room (S6, S8). ' +
      'You hear of it once, from the window they are moved to. Repeated, it changes nothing; what Temporal does not answer to is on ' +
      'record and goes on by itself (`state`).',
    example: { to: 'MW-2026-0042', resources: ['orders-db'] },
    resume: 'always',
    problems: [
      ...(['locked-in', 'no-alternative', 'no-room', 'out-of-scope', 'wrong-phase', 'not-due'] as const),
      ...(['already-claimed', 'conflict'] as const),
    ],
    success: { status: 202, description: 'It is on record, and as a rule done' },
    params: z.strictObject({ reference }),
    body: moveBody,
    answer: movedAnswer,
    async handle({ params: { reference }, body, caller, actor, door, now }) {
      const giver = { ...actor, ...optional({ door }) };
      const asked = { reference, ...body, covered: coveredBy(caller), giver, now };
      const { slot, resources, ...moved } = await moveResources({ db, windows }, asked);
      const night = { startsAt: toIso(slot.startsAt), endsAt: toIso(slot.endsAt) };
      return { body: { reference, ...moved, ...night, resources: [...resources] } };
    },
  });

const listNights = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/maintenance/{reference}/nights',
    id: 'listNights',
    tag: 'maintenance',
    summary: 'The nights to which resources of a window can be moved',
    description: 'What the provider offers instead of this window now, with how much room there is (S8).',
    problems: [],
    success: { status: 200, description: 'The nights; none where the window offers none (any more)' },
    params: z.strictObject({ reference }),
    answer: nights,
    async handle({ params: { reference }, caller, now }) {
      const offered = await nightsFor(db, reference, viewerOf(caller), now);
      const items = offered.map(({ slot: { startsAt, endsAt }, until, ...night }) => ({
        ...{ ...night, startsAt: toIso(startsAt), endsAt: toIso(endsAt), until: toIso(until) },
      }));
      return { body: { items } };
    },
  });

const getWork = ({ db }: Dependencies) =>
  route({
    method: 'get',
    path: '/v1/windows/{reference}/work',
    id: 'listWork',
    tag: 'maintenance',
    summary: 'The work of a window: how far it is, and on which resources',
    description:
      'How many resources are in each state, and the resources in the order of the work. A customer token sees and counts those of ' +
      'its own that it covers. A window without a work list is 404.',
    problems: [],
    success: { status: 200, description: 'The counts, and a page of resources' },
    params: z.strictObject({ reference }),
    query: workQuery,
    answer: windowWork,
    async handle({ params, query: { cursor, limit, state: states }, caller }) {
      const { items, next, counts, unhealthy } = await workOf(
        db,
        { ...params, states },
        { cursor, limit },
        viewerOf(caller),
      );
      return {
        body: { ...params, ...countsAnswer(counts), unhealthy: [...unhealthy], items: items.map(workAnswer), next },
      };
    },
  });

/** What the record of an answer is known by: who gave it, and in which request. */
function requestOf({ credential, request }: Actor): string {
  return `${credential ?? ''} ${request ?? ''}`;
}

/** Customers alone have this operation, and each of their tokens is of one organization. */
function coveredBy({ organizationId, environments }: Caller) {
  if (organizationId === null) throw new TypeError('a token of a customer names its organization');
  return { organizationId, environments };
}
