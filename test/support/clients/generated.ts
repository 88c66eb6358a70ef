import { createHash } from 'node:crypto';
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../../../dev/processes/run-program';
import { projectRoot } from '../../../dev/project-root';
import { GENERATOR, generatorJar, go, isThere, java, pythonPackages } from './tools';

/** Clients of the API as openapi-generator makes them with its defaults. */

const FOLDER = path.join(projectRoot(), '.cache', 'clients');
const LIMIT_MS = 8 * 60_000;

/** The generator's names by our names. */
const LANGUAGES = { go: 'go', python: 'python', typescript: 'typescript-fetch' } as const;
export type Language = keyof typeof LANGUAGES;

/** A program that uses the client; its environment has the API's address (URL) and a token (TOKEN). Returns its output. */
export type Use = (environment: { readonly URL: string; readonly TOKEN: string }) => Promise<string>;

/**
 * Generates the clients of a document in one run of the generator and returns their folder. The result depends only on the
 * document and the generator, so it is kept until either changes.
 */
export async function generateClients(document: object): Promise<string> {
  const text = JSON.stringify(document);
  const folder = path.join(
    FOLDER,
    createHash('sha256').update(GENERATOR.version).update(text).digest('hex').slice(0, 16),
  );
  if (await isThere(folder)) return folder;
  await mkdir(FOLDER, { recursive: true });
  const made = await mkdtemp(path.join(FOLDER, '.making-'));
  try {
    const inputSpec = path.join(made, 'openapi.json');
    await writeFile(inputSpec, text);
    const orders = Object.entries(LANGUAGES).map(async ([language, generatorName]) => {
      const order = path.join(made, `${language}.json`);
      await writeFile(order, JSON.stringify({ generatorName, inputSpec, outputDir: path.join(made, language) }));
      return order;
    });
    await run(await java(), ['-jar', await generatorJar(), 'batch', '--fail-fast', ...(await Promise.all(orders))]);
    await forget();
    await rename(made, folder);
    return folder;
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** Deletes clients of earlier documents. */
async function forget(): Promise<void> {
  for (const name of await readdir(FOLDER)) {
    if (!name.startsWith('.')) await rm(path.join(FOLDER, name), { recursive: true, force: true });
  }
}

/** Builds the client in its folder together with a program that uses it. Throws Error with the compiler's output. */
export const build: Readonly<Record<Language, (client: string, program: string) => Promise<Use>>> = {
  async go(client, program) {
    await mkdir(path.join(client, 'use'), { recursive: true });
    await copyFile(program, path.join(client, 'use', 'main.go'));
    const bin = path.join(client, 'bin') + path.sep;
    // flags of a workspace or vendor folder around here are not for the client
    const env = { ...process.env, GOFLAGS: '-mod=mod', GOWORK: 'off' };
    await run(await go(), ['build', '-o', bin, './...'], { cwd: client, env });
    return (environment) => run(path.join(bin, 'use'), [], { env: { ...process.env, ...environment } });
  },

  async python(client, program) {
    const packages = await pythonPackages(`client-${GENERATOR.version}`, path.join(client, 'requirements.txt'));
    await run('python3', ['-m', 'compileall', '-q', path.join(client, 'openapi_client')]);
    const env = { ...process.env, PYTHONPATH: [client, packages].join(path.delimiter) };
    await run('python3', ['-c', 'from openapi_client.api import *; from openapi_client.models import *'], { env });
    return (environment) => run('python3', [program], { env: { ...env, ...environment } });
  },

  async typescript(client, program) {
    const use = path.join(client, 'use.mts');
    await copyFile(program, use);
    await writeFile(path.join(client, 'package.json'), '{ "type": "module" }');
    const modules = [
      '--module',
      'preserve',
      '--moduleResolution',
      'bundler',
      '--lib',
      'es2023,dom',
      '--target',
      'es2023',
    ];
    const bare = ['--ignoreConfig', '--noEmit', '--strict', '--types', 'node', '--typeRoots', inModules('@types')];
    await run(process.execPath, [inModules('typescript', 'bin', 'tsc'), ...bare, ...modules, use]);
    const tsx = ['--import', `file://${inModules('tsx', 'dist', 'esm', 'index.mjs')}`];
    return (environment) => run(process.execPath, [...tsx, use], { env: { ...process.env, ...environment } });
  },
};

function inModules(...parts: readonly string[]): string {
  return path.join(projectRoot(), 'node_modules', ...parts);
}

/** The output of a program; throws an Error with it when the program failed. */
async function run(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<string> {
  const { code, output } = await runProgram(file, args, { ...options, timeoutMs: LIMIT_MS });
  if (code !== 0) throw new Error(`${path.basename(file)} ended with ${String(code)}:\n${output.slice(-4_000)}`);
  return output;
}
