import { z } from 'zod';
import { certificatesFrom, plainUrl, readFileOf, secretFrom, type Sources } from './file-parts';

/** The file of monitoring that is kept silent for the work (C8); docs/silences.md shows one. Secrets stand in it by reference. */

const labelName = z
  .string()
  .max(200)
  .regex(
    /^[A-Za-z_][A-Za-z0-9_]*$/,
    'must be the name of a label as alerts have it: letters, digits and _, not beginning with a digit, such as instance',
  );

const serviceIds = z
  .array(z.string().regex(/^[A-Z0-9]{5,20}$/, 'must be the id of a service at PagerDuty, such as PIJ90N7'))
  .min(1)
  .max(100);

const locationPath = z.string().regex(/^[^/]+(\/[^/]+)*$/, 'must be a path such as eu-1/dc-1');

function alertmanagerFor(sources: Sources) {
  const secret = secretFrom(sources);
  return z
    .strictObject({
      type: z.literal('alertmanager'),
      url: plainUrl,
      token: secret.optional(),
      user: secret.optional(),
      password: secret.optional(),
      ca: certificatesFrom(sources).optional(),
      timeoutSeconds: z.number().min(0.1).max(60).default(10),
      /** Which label of an alert holds which field of a resource. */
      resources: z.strictObject({
        label: labelName,
        holds: z.enum(['id', 'name']).default('name'),
        /** Values end with `:<port>`, as `instance` mostly does. */
        withPort: z.boolean().default(false),
      }),
      /** Labels that hold the parts of a path from the region down, null where alerts have none; or one that holds all of it. */
      locations: z
        .union(
          [
            z.strictObject({ parts: z.array(labelName.nullable()).min(1).max(10) }),
            z.strictObject({ path: labelName }),
          ],
          'must be {"parts": ["region", "datacenter", "rack"]} with a label or null for each part of a path, or {"path": "location"}',
        )
        .optional(),
    })
    .refine(({ user, password }) => (user === undefined) === (password === undefined), {
      message: 'belongs to a password, and a password to a user: give both, or a token, or neither',
      path: ['user'],
    })
    .refine(({ user, token }) => user === undefined || token === undefined, {
      message: 'stands beside a user: give a token, or a user with a password',
      path: ['token'],
    });
}

function pagerdutyFor(sources: Sources) {
  return z.strictObject({
    type: z.literal('pagerduty'),
    url: plainUrl.default('https://api.pagerduty.com'),
    token: secretFrom(sources),
    /** Whose windows they are: PagerDuty wants the address of one of its users. */
    from: z.email('must be the address of a user at PagerDuty'),
    timeoutSeconds: z.number().min(0.1).max(60).default(10),
    services: z
      .strictObject({
        locations: z.record(locationPath, serviceIds).default({}),
        resources: z.record(z.string().min(1).max(200), serviceIds).default({}),
      })
      .refine(
        ({ locations, resources }) => Object.keys(locations).length + Object.keys(resources).length > 0,
        'must name services by locations or by resources: {"locations": {"eu-1/dc-1": ["PIJ90N7"]}}',
      ),
  });
}

function schemaFor(sources: Sources) {
  return z.strictObject({
    /** Silent so long before the planned start; 0: from the actual start only. */
    beforeStartMinutes: z.number().min(0).max(1_440).default(0),
    systems: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be a name such as production'),
        z.discriminatedUnion(
          'type',
          [alertmanagerFor(sources), pagerdutyFor(sources)],
          'must be "alertmanager" or "pagerduty"',
        ),
      )
      .refine((systems) => Object.keys(systems).length > 0, 'must name one at least'),
  });
}

/** What the file says, with every reference followed. */
export type SilencesConfig = z.output<ReturnType<typeof schemaFor>>;
export type SilencedSystem = SilencesConfig['systems'][string];

/** Reads the file of FOREWARN_SILENCES. Throws one Error that lists every field at fault, the rule, and what to do. */
export function readSilences(file: string, environment: NodeJS.ProcessEnv): SilencesConfig {
  return readFileOf({ setting: 'FOREWARN_SILENCES', file, shownIn: 'docs/silences.md', environment, schemaFor });
}
