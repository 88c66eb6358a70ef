import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { SETTINGS } from '../../config/config';
import { WORKER_ROLES } from '../../config/worker-roles';
import { TEMPORAL_RELEASE } from '../../dev/temporal/programs';
import { projectRoot } from '../../dev/project-root';

const inProject = (file: string) => path.join(projectRoot(), file);
const text = readFileSync(inProject('docker-compose.yml'), 'utf8');

interface Service {
  readonly image?: string;
  readonly restart?: string;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: unknown;
  readonly volumes?: readonly string[];
  readonly stop_grace_period?: string;
}
const { services } = parse(text, { merge: true }) as { services: Record<string, Service> };
const OURS = ['prepare', 'api', 'worker', 'delivery-worker'];
const WORKERS = ['worker', 'delivery-worker'];

const variablesOf = (name: string) => services[name]?.environment ?? {};

describe('O1: docker compose', () => {
  test.each(OURS)('%s gets every variable the product reads, and no other of ours', (name) => {
    const given = Object.keys(variablesOf(name)).filter((key) => !key.startsWith('TEMPORAL_'));
    expect([...given].sort()).toEqual([...SETTINGS].sort());
  });

  /** What compose itself decides: addresses between the containers. */
  const DECIDED = [
    ...['DATABASE_URL', 'FOREWARN_HTTP_HOST', 'FOREWARN_HTTP_PORT', 'FOREWARN_INBOUND_SMTP_HOST'],
    ...['FOREWARN_WORKER_HTTP_HOST', 'FOREWARN_WORKER_HTTP_PORT'],
  ];

  test('every other variable of .env reaches the processes as it is', () => {
    for (const [name, value] of Object.entries(variablesOf('api'))) {
      if (DECIDED.includes(name) || name.startsWith('TEMPORAL_')) continue;
      // without a value compose takes that of .env or the shell
      expect([null, expect.stringMatching(new RegExp(`^\\$\\{${name}:-`))]).toContainEqual(value);
    }
  });

  test('the workers together have every role, each once', () => {
    const roles = WORKERS.flatMap((name) => variablesOf(name).FOREWARN_WORKER_ROLES?.split(',') ?? []);
    expect([...roles].sort()).toEqual([...WORKER_ROLES].sort());
  });

  test('the Temporal server is on PostgreSQL, and the one everything here was tested with', () => {
    expect(services.temporal?.image).toBe(`temporalio/server:${TEMPORAL_RELEASE.server}`);
    expect(services['temporal-ui']?.image).toBe(`temporalio/ui:${TEMPORAL_RELEASE.ui}`);
    for (const job of ['temporal-schema', 'temporal-namespace'])
      expect(services[job]?.image).toBe(`temporalio/admin-tools:${TEMPORAL_RELEASE.server}`);
    expect(variablesOf('temporal').DB).toBe('postgres12');
    expect(text).not.toContain('start-dev');
  });

  test('the UI lets nobody end, reset or start a workflow by hand, or many at once', () => {
    expect(variablesOf('temporal-ui')).toMatchObject({
      TEMPORAL_WORKFLOW_TERMINATE_DISABLED: 'true',
      TEMPORAL_WORKFLOW_RESET_DISABLED: 'true',
      TEMPORAL_START_WORKFLOW_DISABLED: 'true',
      TEMPORAL_BATCH_ACTIONS_DISABLED: 'true',
    });
  });

  test('what is waited for is there: a health check where it must be healthy, an end where it must be done', () => {
    const waits = Object.values(services).flatMap(({ depends_on: on = {} }) => Object.entries(on));
    expect(waits.length).toBeGreaterThan(8);
    for (const [name, { condition }] of waits) {
      expect(services).toHaveProperty([name]);
      if (condition === 'service_healthy') expect(services[name]).toHaveProperty('healthcheck');
      else expect([condition, services[name]?.restart]).toEqual(['service_completed_successfully', 'no']);
    }
  });

  test('every image has a version, and every mounted file is there', () => {
    const images = Object.values(services).flatMap(({ image }) => image ?? []);
    expect(images.filter((image) => !/:v?\d+\.\d+(\.\d+)?$/.test(image))).toEqual([]);
    const files = Object.values(services)
      .flatMap(({ volumes = [] }) => volumes)
      .flatMap((volume) => (volume.startsWith('./') ? (volume.split(':')[0] ?? '') : []));
    expect(files.length).toBeGreaterThan(3);
    expect(files.filter((file) => !existsSync(inProject(file)))).toEqual([]);
  });

  test('every secret comes from outside', () => {
    const secrets = Object.values(services).flatMap(({ environment = {} }) =>
      Object.entries(environment).filter(([name]) => /PASSWORD|_PWD$|_KEY$|TOKEN$|SECRET$/.test(name)),
    );
    expect(secrets.length).toBeGreaterThan(4);
    const written = secrets.filter(([, value]) => value !== null && !value.startsWith('${'));
    expect(written.map(([name]) => name)).toEqual([]);
  });
});
