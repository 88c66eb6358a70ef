import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { runProgram } from '../../dev/processes/run-program';
import { projectRoot } from '../../dev/project-root';
import { CHART, VALUE_SETS, valueFile } from '../support/chart/chart';
import { helmProgram, pythonPackages } from '../support/clients/tools';

/** The Helm chart by Helm itself, and by the schemas of Kubernetes (O1). */

jest.setTimeout(900_000);

/** The oldest version the chart says it runs on, and the newest whose schemas are known. */
const KUBERNETES = ['1.29.0', '1.37.0'];

let helm: string;
let validator: string;
let folder: string;
beforeAll(async () => {
  const requirements = path.join(projectRoot(), 'test', 'support', 'python', 'kubernetes-validate.txt');
  helm = await helmProgram();
  validator = await pythonPackages('kubernetes-validate', requirements);
  folder = await mkdtemp(path.join(tmpdir(), 'forewarn-chart-'));
}, 900_000);
afterAll(() => rm(folder, { recursive: true }));

const render = (values: string, ...more: string[]) =>
  runProgram(helm, ['template', 'fw', CHART, '--values', values, '--kube-version', '1.29.0', ...more]);

interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: { readonly requests?: object; readonly limits?: object };
  readonly livenessProbe?: { readonly httpGet: object };
}
interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: {
    readonly template?: {
      readonly spec: { readonly containers: readonly [Container]; readonly securityContext: object };
    };
  };
}
async function manifests(name: (typeof VALUE_SETS)[number]): Promise<readonly Manifest[]> {
  const { code, output } = await render(valueFile(name));
  expect([code, output]).toEqual([0, output]);
  return parseAllDocuments(output).flatMap((document) => (document.toJS() as Manifest | null) ?? []);
}

test('Helm finds nothing to say about it', async () => {
  const { code, output } = await runProgram(helm, ['lint', '--strict', CHART, '--values', valueFile('least')]);
  expect([code, output]).toEqual([0, output]);
  expect(output).not.toMatch(/\[(WARNING|ERROR)\]/);
});

describe.each(VALUE_SETS)('the values "%s"', (name) => {
  test.each(KUBERNETES)('make what Kubernetes %s takes, field by field', async (version) => {
    const { output } = await render(valueFile(name));
    const file = path.join(folder, `${name}.yaml`);
    await writeFile(file, output);
    const args = ['-m', 'kubernetes_validate', '--strict', '-k', version, file];
    const said = await runProgram('python3', args, { env: { ...process.env, PYTHONPATH: validator } });
    const lines = said.output.split('\n');
    expect(lines.filter((line) => line.startsWith('INFO')).length).toBeGreaterThan(10);
    // KEDA's own kinds have no schema there
    expect(lines.filter((line) => !line.startsWith('INFO') && !line.includes('keda.sh/'))).toEqual([]);
    expect(said.code).toBe(0);
  });

  test('no process has rights it does not need, and each says what it needs', async () => {
    const pods = (await manifests(name)).flatMap(({ kind, spec }) =>
      spec.template ? [{ kind, ...spec.template }] : [],
    );
    expect(pods.map(({ kind }) => kind).sort()).toEqual(['Deployment', 'Deployment', 'Deployment', 'Job']);
    for (const { spec } of pods) {
      const { securityContext, containers } = spec;
      expect(securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
      expect(spec).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(containers).toHaveLength(1);
      expect(containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
      const { requests = {}, limits = {} } = containers[0].resources;
      expect([Object.keys(requests), Object.keys(limits)]).toEqual([['cpu', 'memory'], ['memory']]);
    }
  });

  test('secrets stand in it by reference alone', async () => {
    const containers = (await manifests(name)).flatMap(({ spec }) => spec.template?.spec.containers ?? []);
    for (const { env } of containers) {
      const names = env.map((one) => one.name);
      expect(names.filter((one, at) => names.indexOf(one) !== at)).toEqual([]);
      for (const one of env.filter(
        (each) => /_URL$|KEY$|TOKEN$|SECRET$/.test(each.name) && !each.name.includes('PUBLIC'),
      ))
        expect(one).toEqual({
          name: one.name,
          valueFrom: { secretKeyRef: { name: 'forewarn', key: one.name } },
        });
    }
  });
});

test('the database is prepared before an installation and before each upgrade', async () => {
  const job = (await manifests('least')).find(({ kind }) => kind === 'Job');
  expect(job?.metadata.annotations).toMatchObject({ 'helm.sh/hook': 'pre-install,pre-upgrade' });
  const cloud = (await manifests('cloud')).find(({ kind }) => kind === 'Job');
  expect(JSON.stringify(cloud)).toContain('--database-only');
});

test('a worker is probed where it answers for its health, and not where it does not', async () => {
  const probed = async (name: (typeof VALUE_SETS)[number]) =>
    (await manifests(name)).flatMap(({ kind, metadata, spec }) =>
      kind === 'Deployment' && spec.template?.spec.containers[0].livenessProbe ? [metadata.name] : [],
    );
  expect(await probed('least')).toEqual(['fw-forewarn-api', 'fw-forewarn-delivery-worker', 'fw-forewarn-worker']);
  // there a worker's port is 0
  expect(await probed('everything')).toEqual(['maintenance-api', 'maintenance-delivery-worker']);
});

test('workers scale by what waits in their queues, or by load, or not', async () => {
  const kinds = async (name: (typeof VALUE_SETS)[number]) =>
    (await manifests(name)).flatMap(({ kind, metadata }) =>
      /Scale|Autoscaler/.test(kind) ? [`${kind} ${metadata.name}`] : [],
    );
  expect(await kinds('least')).toEqual([]);
  expect((await kinds('cloud')).sort()).toEqual([
    'ScaledObject fw-forewarn-delivery-worker',
    'ScaledObject fw-forewarn-worker',
  ]);
  expect((await kinds('everything')).sort()).toEqual([
    'HorizontalPodAutoscaler maintenance-api',
    'HorizontalPodAutoscaler maintenance-worker',
    'ScaledObject maintenance-delivery-worker',
  ]);
});

/** What is refused, and what is said: by a rule of the chart, or by the schema of its values. */
test.each<[string, string, RegExp]>([
  ['no image', 'image.repository=', /Set image\.repository to where the image/],
  ['no Secret', 'secrets.existingSecret=', /Set secrets\.existingSecret to a Secret .* DATABASE_URL and SMTP_URL/],
  ['no Temporal', 'temporal.address=', /Set temporal\.address to host:port/],
  ['no public address', 'env.FOREWARN_PUBLIC_URL=', /Set env\.FOREWARN_PUBLIC_URL to where customers/],
  ['no sender', 'env.FOREWARN_MAIL_FROM=', /Set env\.FOREWARN_MAIL_FROM to the sender/],
  ['no name', 'env.FOREWARN_PROVIDER_NAME=', /Set env\.FOREWARN_PROVIDER_NAME/],
  [
    'sign-in without its secret',
    'env.FOREWARN_OIDC_ISSUER=https://id.provider.example',
    /needs FOREWARN_OIDC_CLIENT_SECRET: add that key/,
  ],
  [
    'a return path without a key',
    'env.FOREWARN_RETURN_PATH=b@provider.example,secrets.settings={FOREWARN_METRICS_TOKEN}',
    /needs FOREWARN_SECRETS_KEY: add that key/,
  ],
  ['a file that is not mounted', 'env.FOREWARN_CONFIG=/etc/x/rules.yaml', /no entry of files mounts: add one/],
  [
    'half of a client certificate',
    'temporal.tls.enabled=true,temporal.tls.existingSecret=a,temporal.tls.key=',
    /belong together/,
  ],
  ['a certificate that is not used', 'temporal.tls.existingSecret=a', /set temporal\.tls\.enabled, too/],
  [
    'a backlog that KEDA cannot ask for',
    'temporal.tls.enabled=true,worker.autoscaling.by=backlog',
    /worker\.autoscaling\.by backlog needs a client certificate or TEMPORAL_API_KEY/,
  ],
  ['fewer at most than at least', 'api.autoscaling.maxReplicas=1', /minReplicas is more than maxReplicas/],
  ['a value that does not exist', 'api.replica=3', /'\/api': additional properties 'replica' not allowed/],
  ['a setting that does not exist', 'env.FOREWARN_FOO=1', /'\/env': additional properties 'FOREWARN_FOO' not allowed/],
  ['a secret among the settings', 'env.FOREWARN_SLACK_TOKEN=x', /additional properties 'FOREWARN_SLACK_TOKEN' not/],
  ['a setting among the secrets', 'secrets.settings={FOREWARN_PUBLIC_URL}', /must be one of 'FOREWARN_METRICS_TOKEN'/],
  ['an ingress without a host', 'ingress.enabled=true', /'\/ingress\/hosts': minItems/],
  ['a stop that is cut off', 'worker.terminationGracePeriodSeconds=10', /minimum: got 10, want 30/],
  ['a port only root may have', 'api.port=80', /'\/api\/port': minimum/],
])('Bad input: %s is refused with what to do', async (_case, set, words) => {
  const { code, output } = await render(valueFile('least'), '--set', set);
  expect([code, output]).toEqual([1, expect.stringMatching(words)]);
  expect(output).not.toContain('kind: Deployment');
});
