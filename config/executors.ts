import { z } from 'zod';
import { PROBE_NAME } from '../domain/window/monitor';
import {
  certificatesFrom,
  plainUrl,
  readFileOf,
  secretFrom,
  url,
  withoutPlaceholders,
  type Sources,
} from './file-parts';

/** The file of executors, probes and alerts; docs/executors.md shows one. Secrets stand in it by reference only. */

const LONGEST_SECONDS = 86_400;
const seconds = (from: number, standard: number) => z.number().min(from).max(LONGEST_SECONDS).default(standard);

const kinds = z.array(z.string().min(1).max(100)).min(1).max(100);

/** A password must not cross a network in clear (T8). */
const controllerUrl = url
  .refine((text) => {
    const plain = withoutPlaceholders(text);
    if (!URL.canParse(plain)) return true;
    const { protocol, hostname } = new URL(plain);
    return protocol === 'https:' || hostname === 'localhost' || hostname.startsWith('127.');
  }, 'must begin with https://: the password is sent there')
  .refine((text) => {
    const plain = withoutPlaceholders(text);
    return !URL.canParse(plain) || new URL(plain).pathname === '/';
  }, 'must have no path: Redfish begins at /redfish/v1');

const tcp = z
  .string()
  .max(500)
  .refine((text) => /^(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+):\d{1,5}$/.test(withoutPlaceholders(text)), {
    message: 'must be a host and a port, such as {name}.db.example.net:5432',
  })
  .refine((text) => Number(/:(\d+)$/.exec(text)?.[1] ?? 1) <= 65_535, 'must have a port of 65535 at most');

/** A secret of Standard Webhooks: 24 bytes or more, so that nobody guesses it. */
const isSigningSecret = (text: string) =>
  /^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text) && Buffer.from(text.slice(6), 'base64').length >= 24;

/** Hosts that ask by themselves. */
const fleetLock = (secret: ReturnType<typeof secretFrom>) =>
  z.strictObject({
    type: z.literal('fleetlock'),
    kinds,
    token: secret.refine(
      (text) => /^[A-Za-z0-9_~-]{32,200}$/.test(text),
      'must lead to 32 to 200 random letters, digits, _, ~ and -: it stands in the address that hosts are given',
    ),
    label: z.string().min(1).max(100).optional(),
  });

/** What looks at resources, and at what windows name. */
function probesFor(trust: { readonly ca: z.ZodOptional<ReturnType<typeof certificatesFrom>> }) {
  const probe = {
    // windows name it, to have the result of their work watched (E3)
    name: z.string().regex(PROBE_NAME, 'must be a name such as checkout').optional(),
    kinds: kinds.optional(),
    settleSeconds: seconds(0, 10),
    timeoutSeconds: seconds(0.1, 5),
  };
  return z
    .array(
      z.union(
        [
          z.strictObject({
            http: url,
            status: z.array(z.int().min(100).max(599)).min(1).default([200]),
            ...probe,
            ...trust,
          }),
          z.strictObject({ tcp, ...probe }),
        ],
        'must be {"http": "https://…"} or {"tcp": "host:port"} with "kinds", "name" or both, and where needed "status", "settleSeconds", "timeoutSeconds" and "ca"',
      ),
    )
    .max(100)
    .superRefine(checkNames)
    .default([]);
}

function schemaFor(sources: Sources) {
  const secret = secretFrom(sources);
  const trust = { ca: certificatesFrom(sources).optional() };
  const http = z.strictObject({
    type: z.literal('http'),
    kinds,
    url: plainUrl,
    secret: secret.refine(isSigningSecret, 'must lead to whsec_ and 24 or more random bytes in base64'),
    ...trust,
  });
  const redfish = z.strictObject({
    type: z.literal('redfish'),
    kinds,
    url: controllerUrl,
    system: z
      .string()
      .max(200)
      .refine((id) => /^[A-Za-z0-9._-]+$/.test(withoutPlaceholders(id)), 'must be the id of a system, such as {id}')
      .optional(),
    user: secret,
    password: secret,
    login: z.enum(['session', 'basic']).default('session'),
    resets: z
      .array(z.enum(['GracefulRestart', 'ForceRestart', 'PowerCycle']))
      .min(1)
      .default(['GracefulRestart']),
    /** The controllers' own certificates. */
    certificates: certificatesFrom(sources).optional(),
    ...trust,
  });
  const temporal = z.strictObject({
    type: z.literal('temporal'),
    kinds,
    taskQueue: z
      .string()
      .min(1)
      .max(200)
      .refine((name) => !name.startsWith('forewarn-'), 'must be a queue of your own: forewarn-… are ours'),
    activity: z.string().min(1).max(200),
    heartbeatSeconds: z.number().min(1).max(LONGEST_SECONDS).optional(),
  });
  return z.strictObject({
    executors: z.record(
      z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name such as automation'),
      z.discriminatedUnion(
        'type',
        [http, redfish, temporal, fleetLock(secret)],
        'must be "http", "redfish", "temporal" or "fleetlock"',
      ),
    ),
    probes: probesFor(trust),
    blockedBy: z
      .array(
        z.strictObject({
          alertmanager: plainUrl,
          filter: z.array(z.string().min(3).max(500)).max(20).default([]),
          timeoutSeconds: seconds(0.1, 10),
          ...trust,
        }),
      )
      .max(20)
      .default([]),
  });
}

/** What windows name is looked at without a resource, and nothing else has its name. */
function checkNames(probes: readonly ProbeSetting[], context: z.RefinementCtx): void {
  probes.forEach((probe, index) => {
    const { name } = probe;
    const fault = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [index, field], message });
    if (name === undefined && probe.kinds === undefined)
      fault('kinds', 'is required, or name: which resources it looks at, or how windows call it');
    if (name === undefined) return;
    const field = 'http' in probe ? 'http' : 'tcp';
    const address = probe.http ?? probe.tcp ?? '';
    if (withoutPlaceholders(address) !== address)
      fault(
        field,
        'must have no {id}, {name} or {environment}: windows name this probe, and it is looked at without a resource',
      );
    if (probes.findIndex((other) => other.name === name) < index)
      fault('name', `${name} is given twice: leave one out`);
  });
}

interface ProbeSetting {
  readonly name?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly http?: string;
  readonly tcp?: string;
}

/** What the file says, with every reference followed. */
export type ExecutorsConfig = z.output<ReturnType<typeof schemaFor>>;
export type ExecutorSetting = ExecutorsConfig['executors'][string];

/** Reads the file of FOREWARN_EXECUTORS. Throws one Error that lists every field at fault, the rule, and what to do. */
export function readExecutors(file: string, environment: NodeJS.ProcessEnv): ExecutorsConfig {
  return readFileOf({ setting: 'FOREWARN_EXECUTORS', file, shownIn: 'docs/executors.md', environment, schemaFor });
}
