import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../config/config';
import { SECRET_SETTINGS } from '../../config/in-force';
import { WORKER_ROLES } from '../../config/worker-roles';
import { projectRoot } from '../../dev/project-root';
import * as queues from '../../workflows/queues';
import { CHART, queuesIn, templates, VALUE_SETS, valueFile } from '../support/chart/chart';

const packageVersion = (
  JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }
).version;

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: { readonly enum?: readonly string[] };
  readonly additionalProperties?: boolean | Schema;
}
const schema = JSON.parse(readFileSync(path.join(CHART, 'values.schema.json'), 'utf8')) as Schema;
const values = parse(readFileSync(path.join(CHART, 'values.yaml'), 'utf8')) as Record<string, unknown>;

/** What the chart decides by values of its own. */
const DECIDED = [
  ...['FOREWARN_HTTP_HOST', 'FOREWARN_HTTP_PORT', 'FOREWARN_INBOUND_SMTP_HOST', 'FOREWARN_INBOUND_SMTP_PORT'],
  ...['FOREWARN_WORKER_ROLES', 'FOREWARN_WORKER_HTTP_HOST', 'FOREWARN_WORKER_HTTP_PORT'],
];
const NEEDED = ['DATABASE_URL', 'SMTP_URL'];

const namedIn = (text: string) => [
  ...new Set([...text.matchAll(/\b(?:FOREWARN_[A-Z0-9_]*[A-Z0-9]|DATABASE_URL|SMTP_URL)\b/g)].map(([name]) => name)),
];

describe('O1: the Helm chart', () => {
  test('every setting that is no secret can be set by env, unless the chart decides it, and no other', () => {
    const plain = SETTINGS.filter((name) => !SECRET_SETTINGS.includes(name) && !DECIDED.includes(name));
    const { env } = schema.properties ?? {};
    expect(Object.keys(env?.properties ?? {}).sort()).toEqual([...plain].sort());
    expect(env?.additionalProperties).toBe(false);
  });

  test('every secret comes from the Secret by reference, and nothing else does', () => {
    const listed = schema.properties?.secrets?.properties?.settings?.items?.enum ?? [];
    const secret = SECRET_SETTINGS.filter((name) => !NEEDED.includes(name));
    expect([...listed].sort()).toEqual([...secret, 'TEMPORAL_API_KEY'].sort());
    expect(templates()['_pod.tpl']).toContain('concat (list "DATABASE_URL" "SMTP_URL") $values.secrets.settings');
  });

  test.each(Object.entries(templates()))('%s names no setting that the product does not read', (_file, text) => {
    expect(namedIn(text).filter((name) => !SETTINGS.includes(name))).toEqual([]);
  });

  test('what the chart decides reaches a process', () => {
    const named = namedIn(Object.values(templates()).join('\n'));
    expect(DECIDED.filter((name) => !named.includes(name))).toEqual([]);
  });

  test('Temporal is reached by variables that its own tools read', () => {
    const source = readFileSync(
      path.join(path.dirname(require.resolve('@temporalio/envconfig')), 'envconfig-toml.js'),
      'utf8',
    );
    const read = new Set([...source.matchAll(/'(TEMPORAL_[A-Z_]+)'/g)].map(([, name]) => name));
    const written = [...(templates()['_pod.tpl'] ?? '').matchAll(/name: (TEMPORAL_[A-Z_]+)/g)].map(([, name]) => name);
    expect(written).toContain('TEMPORAL_TLS_CLIENT_CERT_PATH');
    expect([...written, 'TEMPORAL_API_KEY'].filter((name) => !read.has(name))).toEqual([]);
  });

  test('the workers together have every role, and scale by every queue, each once', () => {
    const written = ['worker.yaml', 'delivery-worker.yaml'].map((file) => templates()[file] ?? '');
    const roles = written.flatMap((text) => /"FOREWARN_WORKER_ROLES" "([^"]*)"/.exec(text)?.[1]?.split(',') ?? []);
    expect([...roles].sort()).toEqual([...WORKER_ROLES].sort());
    const ours = Object.entries(queues).flatMap(([name, value]) => (name.endsWith('_QUEUE') ? [value] : []));
    expect([...queuesIn('worker.yaml'), ...queuesIn('delivery-worker.yaml')].sort()).toEqual([...ours].sort());
  });

  test('every value has a place in the schema, level by level, and the reverse', () => {
    const pathsOf = (value: unknown, of: Schema | undefined, at: string): string[] => {
      const properties = of?.properties;
      if (properties === undefined || typeof value !== 'object' || value === null) return [];
      const named = new Set([...Object.keys(value), ...Object.keys(properties)]);
      return [...named].flatMap((name) => {
        const place = at === '' ? name : `${at}.${name}`;
        if (!Object.hasOwn(properties, name)) return [`${place}: not in the schema`];
        if (!Object.hasOwn(value, name)) return [`${place}: no default`];
        return pathsOf((value as Record<string, unknown>)[name], properties[name], place);
      });
    };
    const { env: _env, ...others } = schema.properties ?? {};
    const { env: _none, ...defaults } = values;
    // a parent chart's own values
    expect(pathsOf(defaults, { properties: others }, '')).toEqual(['global: no default']);
  });

  test('its version of the product is this one', () => {
    const chart = parse(readFileSync(path.join(CHART, 'Chart.yaml'), 'utf8')) as { appVersion: string };
    expect(chart.appVersion).toBe(packageVersion);
  });

  test.each(VALUE_SETS)('the values "%s" are written with settings that exist', (name) => {
    const given = parse(readFileSync(valueFile(name), 'utf8')) as { env: Record<string, unknown> };
    expect(Object.keys(given.env).filter((setting) => !SETTINGS.includes(setting))).toEqual([]);
  });
});
