import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import { sql } from 'kysely';
import pino from 'pino';
import request from 'supertest';
import { createApp, createRoutes, type AppDependencies } from '../../../api/app';
import type { Route } from '../../../api/http/route';
import { evolve } from '../../../domain/window/evolve/evolve';
import { viewOf } from '../../../domain/window/view';
import type { Role } from '../../../domain/shared/roles';
import { createToken } from '../../../store/access/create-token';
import { brandsOf } from '../../../composition/brands';
import { brandOf } from '../../../domain/brands/brand';
import { createConfiguredWebhooks } from '../../../composition/webhooks';
import { createSignInByMail } from '../../../use-cases/sign-in-by-mail';
import { findWindow } from '../../../use-cases/find-window';
import type { RepairRequest } from '../../../use-cases/repair-window';
import type { WorkItemInput } from '../../../workflows/work-item-messages';
import { useStore } from '../../store/support';
import { recordingMail } from '../../support/letters';
import { T0, type CoreWindow } from '../../support/windows';
import { FakeSeries } from './fake-series';
import { FakeWindows } from './fake-windows';

export const PUBLIC_URL = 'https://status.provider.example';

/** Webhooks may go to receivers on this machine. */
export const WEBHOOKS = { publicUrl: PUBLIC_URL, secretsKeys: [randomBytes(32)], webhooks: { allowLoopback: true } };

/** What came back; nobody has said what the body is. */
export interface Answered {
  readonly status: number;
  readonly body: unknown;
  readonly text: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** A request as supertest makes it, its answer's body of unknown type. */
interface Asked extends PromiseLike<Answered> {
  set(header: string, value: string): Asked;
  type(contentType: string): Asked;
  serialize(as: (sent: string) => string): Asked;
  send(body?: unknown): Asked;
  expect(status: number, body?: unknown): Asked;
  expect(header: string, value: string | RegExp): Asked;
}

/** One token a role; `customer` is of acme, which rack a12 concerns, and `stranger` of dyne, which it does not. */
export type TokenName = Role | 'stranger';

/** The real app over a database of the file's own with a small inventory, windows at work in memory, and a clock to move; without `executors` none are configured. */
export function useApi(
  limits: Pick<
    AppDependencies['config'],
    | 'rateLimit'
    | 'metricsToken'
    | 'bodyTimeMs'
    | 'stallMs'
    | 'payloadKeys'
    | 'secretsKeys'
    | 'retention'
    | 'inForce'
    | 'brands'
  > = {},
  { executors, hosts, rules }: Pick<AppDependencies, 'executors' | 'hosts' | 'rules'> = {},
) {
  const store = useStore();
  const time = { now: T0 };
  const clock = () => time.now;
  const windows = new FakeWindows(clock);
  const series = new FakeSeries();
  const work = fakeWork();
  const log: string[] = [];
  const letters = recordingMail();
  const repairs: RepairRequest[] = [];
  const tokens = {} as Record<TokenName, string>;
  let app: Express | undefined;
  let routes: Route[] = [];

  beforeAll(async () => {
    const { db } = store;
    for (const role of ['admin', 'engineer', 'operator', 'approver', 'inbound'] as const) {
      tokens[role] = (await createToken(db, { name: `${role} token`, role })).token;
    }
    const customer = { role: 'customer', access: 'self-service' } as const;
    tokens.customer = (await createToken(db, { ...customer, name: 'acme token', organizationId: 'acme' })).token;
    tokens.stranger = (await createToken(db, { ...customer, name: 'dyne token', organizationId: 'dyne' })).token;
    // references below are those of windows that tests record by themselves
    await db.insertInto('reference_counters').values({ year: 2026, last: 1_000 }).execute();
    const logger = pino({ level: 'trace' }, { write: (line: string) => void log.push(line) });
    const deps: AppDependencies = {
      db,
      windows,
      webhooks: createConfiguredWebhooks(db, WEBHOOKS),
      series,
      work: work.carrier,
      ...{ executors, hosts, rules },
      async repair(request) {
        await findWindow(db, request.reference, { organizationId: null });
        repairs.push(request);
      },
      config: {
        publicUrl: PUBLIC_URL,
        temporalUiUrl: 'https://temporal.provider.example',
        providerName: 'Example & Sons',
        approvals: 'by-request',
        supportAddress: 'support@provider.example',
        mailFrom: 'Maintenance <maintenance@provider.example>',
        temporalNamespace: 'default',
        secretsKeys: WEBHOOKS.secretsKeys,
        ...limits,
      },
      portal: (brand) =>
        createSignInByMail({
          ...{ db, mail: letters.transport, logger, clock, brand: brandOf(brandsOf(deps.config), brand) },
          sender: { providerName: 'Example & Sons', publicUrl: PUBLIC_URL, messageDomain: 'provider.example' },
          shows: limits.brands && brand,
        }),
      logger,
      clock,
    };
    app = createApp(deps);
    routes = createRoutes(deps);
  });

  // the plan of one test is not in the way of the next one's
  afterEach(async () => {
    await store.db.deleteFrom('window_slots').execute();
  });

  const running = () => {
    if (!app) throw new Error('the app is made in beforeAll');
    return app;
  };
  return {
    store,
    windows,
    /** What was to be repaired. */
    repairs,
    series,
    /** What was handed over to be carried out; `failure` is thrown instead. */
    work,
    time,
    tokens,
    /** Mails by which customers sign in. */
    letters: letters.sent,
    /** What the app has logged, a line an entry. */
    log,
    get app() {
      return running();
    },
    get routes() {
      return routes;
    },
    /** A request with that token. */
    as(token: TokenName) {
      const authorized = (test: request.Test) =>
        test.set('Authorization', `Bearer ${tokens[token]}`) as unknown as Asked;
      return {
        get: (path: string) => authorized(request(running()).get(path)),
        post: (path: string, body?: unknown) => authorized(request(running()).post(path)).send(body),
        delete: (path: string) => authorized(request(running()).delete(path)),
      };
    },
    /** What a window's workflow does first: its opening goes on record. */
    async recordFirstStep({ log: [opened] }: CoreWindow) {
      if (!opened) throw new Error('a window has a first event');
      const view = viewOf(evolve(undefined, opened));
      await store.timeline.record({ reference: view.reference, events: [opened] });
    },
    anonymous: () =>
      request(running()) as unknown as Record<'get' | 'post' | 'delete' | 'options', (path: string) => Asked>,
    /** How many rows there are of what a request could have stored. */
    async stored() {
      const { rows } = await sql<Record<string, number>>`
        select (select count(*) from windows) as windows, (select count(*) from timeline) as timeline,
          (select count(*) from notices) as notices, (select count(*) from deliveries) as deliveries,
          (select count(*) from organizations) as organizations, (select count(*) from contacts) as contacts,
          (select count(*) from resources) as resources, (select count(*) from locations) as locations,
          (select count(*) from api_tokens) as tokens, (select count(*) from window_series) as series,
          (select count(*) from idempotency_keys) as keys
      `.execute(store.db);
      return rows[0];
    },
  };
}

/** Takes what is to be carried out, or fails with `failure`. */
function fakeWork() {
  const carried: WorkItemInput[] = [];
  const work = {
    carried,
    failure: undefined as Error | undefined,
    carrier: {
      carryOut(claim: WorkItemInput): Promise<void> {
        if (work.failure) return Promise.reject(work.failure);
        carried.push(claim);
        return Promise.resolve();
      },
    },
  };
  return work;
}

/** A problem document as far as tests look into it. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  errors: { field: string; message: string }[];
  incident?: string;
}

/** The problem a response carries; fails the test when it is not a proper one. */
export function problemIn(response: Answered): Problem {
  expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
  const problem = JSON.parse(response.text) as Problem;
  expect(problem).toMatchObject({
    type: `${PUBLIC_URL}/docs/problems#${problem.code}`,
    status: response.status,
    title: expect.stringMatching(/\S/) as string,
    detail: expect.stringMatching(/^\S.*\.$/s) as string,
    errors: expect.any(Array) as unknown[],
  });
  return problem;
}
