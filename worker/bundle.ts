import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = findRoot(__dirname);
const output = path.join(root, 'dist', 'workflow-bundle.js');
const stamp = path.join(root, 'dist', 'workflow-bundle.sha256');

/** The path of the prebuilt workflow code, written by `npm run build` and by `npm start`. */
export const BUNDLE_PATH = output;

/** Bundles the workflows from source, which is faster and smaller than from compiled files. Returns the bundle's path. */
async function bundle(print: string): Promise<string> {
  // loading the worker package takes half a second, which is not needed while the bundle is fresh
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    workflowInterceptorModules: [path.join(root, 'workflows', 'payloads', 'interceptors.ts')],
    payloadConverterPath: path.join(root, 'workflows', 'payloads', 'converter.ts'),
    preloadModules: ['zod'],
    logger: new DefaultLogger('ERROR'),
  });
  mkdirSync(path.dirname(output), { recursive: true });
  // two commands may bundle at once while a worker reads, so the file is replaced in one step
  for (const [file, content] of [
    [output, code],
    [stamp, print],
  ] as const) {
    const fresh = `${file}.${String(process.pid)}`;
    writeFileSync(fresh, content);
    renameSync(fresh, file);
  }
  return output;
}

/** The bundle's path. Bundles first when workflow code, domain code or the SDK has changed since. */
export async function bundleIfStale(): Promise<string> {
  return isBundleFresh() ? output : bundle(fingerprint());
}

/** Whether the bundle matches the current workflow code, domain code and SDK. */
export function isBundleFresh(): boolean {
  return existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint();
}

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const folder of ['workflows', 'domain'].map((name) => path.join(root, name))) {
    for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (entry.endsWith('.ts')) hash.update(entry).update(readFileSync(path.join(folder, entry)));
    }
  }
  return hash.update(readFileSync(path.join(root, 'package-lock.json'))).digest('hex');
}

/** The project's folder, from the source and from `dist/`. */
function findRoot(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRoot(path.dirname(from));
}

if (require.main === module) void bundleIfStale();
