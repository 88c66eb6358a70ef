import { CLOSED_SETS } from '../../api/closed-sets';
import { apiDocument } from '../../dev/build/api-document';

type Schema = Readonly<Record<string, unknown>>;

/** A schema of the document, and what its field or parameter is called: `items` of a list go by the list's name. */
interface Placed {
  readonly place: string;
  readonly name: string;
  readonly schema: Schema;
}

const document = apiDocument() as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
interface Operation {
  readonly operationId: string;
  readonly parameters: readonly (Schema & { readonly name: string; readonly in: string; readonly schema: Schema })[];
  readonly requestBody?: { readonly required: boolean };
}

function* schemasIn(place: string, name: string, schema: Schema): Generator<Placed> {
  yield { place, name, schema };
  for (const key of ['items', 'additionalProperties']) {
    if (isSchema(schema[key])) yield* schemasIn(`${place}.${key}`, name, schema[key]);
  }
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    for (const part of (schema[key] ?? []) as Schema[]) yield* schemasIn(place, name, part);
  for (const [field, part] of Object.entries((schema.properties ?? {}) as Record<string, Schema>))
    yield* schemasIn(`${place}.${field}`, field, part);
}
const isSchema = (part: unknown): part is Schema => typeof part === 'object' && part !== null;

const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const schemas: readonly Placed[] = [
  ...Object.entries(document.components.schemas).flatMap(([name, schema]) => [...schemasIn(name, name, schema)]),
  ...operations.flatMap(({ operationId, parameters }) =>
    parameters.flatMap(({ name, schema }) => [...schemasIn(`${operationId}?${name}`, name, schema)]),
  ),
];
const places = (found: readonly Placed[]) => found.map(({ place, schema }) => `${place} ${JSON.stringify(schema)}`);

const BOUNDS: Readonly<Record<string, readonly [least: number, most: number]>> = {
  int32: [-(2 ** 31), 2 ** 31 - 1],
  // JSON's numbers are exact up to here
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

/** Fields that hold any text: what people, inventories or mail servers say, ids, addresses, and times of other kinds. */
const OPEN = new Set([
  ...['id', 'reference', 'organizationId', 'organization', 'organizations', 'environmentId', 'environment'],
  ...[
    'environments',
    'resources',
    'except',
    'alternatives',
    'change',
    'system',
    'staffId',
    'staff',
    'recipient',
    'workflowId',
    'webhookId',
    'messageId',
    'path',
  ],
  ...['location', 'locations', 'labels', 'kinds', 'roles', 'authors', 'author', 'incident', 'field', 'notice', 'item'],
  ...['name', 'recipientName', 'title', 'text', 'message', 'subject', 'description', 'introduction', 'summary'],
  ...['impactDescription', 'customerAction', 'customerImpact', 'rootCause', 'resolution', 'justification', 'necessity'],
  ...[
    'risk',
    'mitigation',
    'override',
    'note',
    'unit',
    'warnings',
    'waitsFor',
    'drift',
    'steps',
    'what',
    'because',
    'detail',
    'help',
  ],
  ...['reply', 'lastError', 'lastAnswer', 'disabledReason', 'deletionRefused', 'payload', 'html', 'token', 'secret'],
  ...['by', 'openedBy', 'createdBy', 'changedBy', 'approvedBy', 'doneBy', 'owner', 'pointOfContact', 'to', 'address'],
  ...[
    'addresses',
    'email',
    'maintenanceEmail',
    'domain',
    'window',
    'raw',
    'url',
    'self',
    'statusPage',
    'temporalUi',
    'parent',
    'redundancyGroup',
    'q',
  ],
  // what fires at a monitoring system, by the name it has in the settings
  ...['system', 'unasked'],
  ...['person', 'service', 'issuedBy', 'onBehalfOf', 'credential', 'request'],
  ...['timeZone', 'locale', 'language', 'promised', 'given', 'promisedNotice', 'givenNotice'],
]);

/** Places where a word that is a closed set elsewhere holds any text. */
const OPEN_PLACES: readonly RegExp[] = [
  // why somebody did something; in windows and templates it is one of a few
  /^(?!GetWindowAnswer|OpenWindowRequest|RehearseWindowRequest|CreateSeriesRequest).*\.reason$/,
  // what inventories call a kind of resource
  /^((AffectedResource|WorkedOnResource|ListResourcesAnswer\.items\.items)\.kind|listMaintenance\?kind(\.items)?)$/,
  // under which name somebody has it
  /\.work(\.items)*\.who$/,
  /^(AffectedResource|ListResourcesAnswer\.items\.items)\.kind$/,
  // a file of rules
  /^CheckConfigRequest\.rules$/,
  // names of settings and inventories
  /\.verification\.monitor\.probe$/,
  /^WorkPlan\.(executor|order\.items|workKey)$/,
  // what an executor says, and what it was asked for
  /^ReportWorkEnd(Request\.evidence\.additionalProperties|Answer\.(job|resource))$/,
  /^ReportResourceEventAnswer\.(resource|completed\.items)$/,
  // raised for notices and channels by name
  /^Attention\.code$/,
  // which person: a contact's id, and what stands in place of an address
  /^(ErasePersonRequest\.contact|(ErasePersonAnswer|ListErasuresAnswer\.items\.items)\.hashes\.items)$/,
  /^ErasePersonAnswer\.inHistories\.items$/,
  // what a token is limited to, by ids
  /^(CreateToken|ListTokens)\w+\..*(organizations|environments)\.items$/,
  // names of environments, and what windows call the same work
  /\.work\.(order\.items|workKey)$/,
  // names that the provider's rules give their classes, and the words customers read for them (P6)
  /\.(className|classLabel\.additionalProperties)$/,
  // the mail itself
  /^ReceiveEmailRequest$/,
];

describe('the OpenAPI document, for clients that are generated from it', () => {
  it('gives every whole number a format and bounds inside it', () => {
    const integers = schemas.filter(({ schema }) => schema.type === 'integer');
    expect(integers.length).toBeGreaterThan(100);
    const wrong = integers.filter(({ schema: { format, minimum, maximum } }) => {
      const [least, most] = BOUNDS[String(format)] ?? [Infinity, -Infinity];
      return !(Number(minimum) >= least && Number(maximum) <= most);
    });
    expect(places(wrong)).toEqual([]);
  });

  it('leaves no number without a format', () => {
    const numbers = schemas.filter(({ schema }) => schema.type === 'number');
    expect(places(numbers.filter(({ schema }) => schema.format !== 'double'))).toEqual([]);
  });

  it('has no closed set as a bare text: whatever is neither an enum nor of a stated form is on a list of free texts', () => {
    const bare = schemas.filter(
      ({ schema }) =>
        schema.type === 'string' &&
        !['enum', 'const', 'format', 'pattern'].some((restricting) => restricting in schema),
    );
    expect(bare.length).toBeGreaterThan(100);
    const unlisted = bare.filter(
      ({ name, place }) => !OPEN.has(name) && !OPEN_PLACES.some((pattern) => pattern.test(place)),
    );
    expect(places(unlisted)).toEqual([]);
  });

  it('names a closed set that is used in several places, so that a client has one type for it', () => {
    const inline = schemas.filter(({ place, schema }) => 'enum' in schema && !(place in CLOSED_SETS));
    const used = new Map<string, string[]>();
    for (const { place, schema } of inline) {
      const words = JSON.stringify(schema.enum);
      used.set(words, [...(used.get(words) ?? []), place]);
    }
    expect([...used].filter(([, where]) => where.length > 1)).toEqual([]);
  });

  it('gives no two constants of closed sets the same name, and every set is used', () => {
    const constants = Object.keys(CLOSED_SETS).flatMap(
      (name) => document.components.schemas[name]?.['x-enum-varnames'] as string[],
    );
    expect(constants.length).toBeGreaterThan(200);
    expect(new Set(constants).size).toBe(constants.length);
  });

  it('writes yes-or-no in an address as a boolean, and lists as lists of what they hold', () => {
    const parameters = operations.flatMap((operation) => operation.parameters);
    const of = (name: string) => parameters.filter((parameter) => parameter.name === name);
    for (const name of ['needsAttention', 'open', 'mine', 'dryRun', 'deleteMissing']) {
      expect(of(name).map(({ schema }) => schema)).toContainEqual({ type: 'boolean' });
    }
    expect(schemas.filter(({ schema }) => JSON.stringify(schema.enum) === '["true","false"]')).toEqual([]);
    expect(of('phase')).toEqual([
      expect.objectContaining({
        ...{ style: 'form', explode: false },
        schema: { type: 'array', items: { $ref: '#/components/schemas/Phase' } },
      }),
    ]);
  });

  it('says what form a cursor has, as it is given and as it is taken', () => {
    const cursors = schemas.filter(
      ({ place, schema }) => schema.type === 'string' && (place.endsWith('?cursor') || place.endsWith('.next')),
    );
    expect(cursors.length).toBeGreaterThan(20);
    for (const { schema } of cursors) {
      expect(schema).toMatchObject({ minLength: 1, maxLength: 2_000, pattern: '^[A-Za-z0-9_-]+$' });
    }
  });

  it('asks for a body where a request without one is refused', () => {
    const required = (id: string) => operations.find(({ operationId }) => operationId === id)?.requestBody?.required;
    for (const id of ['post', 'edit', 'cancel', 'reschedule', 'draftRfo', 'openWindow'])
      expect([id, required(id)]).toEqual([id, true]);
    for (const id of ['start', 'verify', 'complete', 'approve', 'enableWebhookEndpoint'])
      expect([id, required(id)]).toEqual([id, false]);
  });

  it('lets answers have more fields later, and requests none that nobody reads', () => {
    const objects = Object.entries(document.components.schemas).filter(([, { type }]) => type === 'object');
    for (const [name, { additionalProperties }] of objects) {
      expect([name, additionalProperties]).toEqual([name, /Request$|^EmptyBody$/.test(name) ? false : undefined]);
    }
  });

  it('describes no answer twice under two names', () => {
    const answers = Object.entries(document.components.schemas).filter(([name]) => !name.endsWith('Request'));
    const written = answers.map(([, schema]) => JSON.stringify(schema));
    expect(answers.filter((_answer, at) => written.indexOf(written[at] ?? '') !== at).map(([name]) => name)).toEqual(
      [],
    );
  });

  it('leaves nothing undescribed but what is kept as it was sent', () => {
    const blank = schemas.filter(
      ({ schema }) => !['type', '$ref', 'anyOf', 'oneOf', 'allOf', 'enum', 'const'].some((key) => key in schema),
    );
    expect(blank.map(({ place }) => place)).toEqual([
      'TimelineEntry.event.additionalProperties',
      'PreviewCommandRequest.body.additionalProperties',
      'Series.window.additionalProperties',
    ]);
  });
});
