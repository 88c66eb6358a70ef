import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = findRoot(__dirname);
const output = path.join(root, 'dist', 'workflow-bundle.js');
const stamp = path.join(root, 'dist', 'workflow-bundle.sha256');

/** Where the prebuilt workflow code lies; made by `npm run build` and by `npm start`. */
export const BUNDLE_PATH = output;

/** Bundles the workflows from source, which is faster and smaller than from compiled files. Answers the bundle's path. */
async function bundle(print: string): Promise<string> {
  // loading the worker takes half a second, which a fresh bundle can do without
  const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    workflowInterceptorModules: [path.join(root, 'workflows', 'payloads', 'interceptors.ts')],
    payloadConverterPath: path.join(root, 'workflows', 'payloads', 'converter.ts'),
    preloadModules: ['zod'],
    logger: new DefaultLogger('ERROR'),
  });
  mkdirSync(path.dirname(output), { recursive: true });
  // two commands may bundle at once, and a worker may read meanwhile: a file is there whole or not at all
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

/** The bundle's path; bundles first when workflow or domain code, or the SDK, changed since the last time. */
export async function bundleIfStale(): Promise<string> {
  return isBundleFresh() ? output : bundle(fingerprint());
}

/** Whether the bundle is that of the present workflow and domain code and SDK. */
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

/** The project's folder, seen from the source as from `dist/`. */
function findRoot(from: string): string {
  return existsSync(path.join(from, 'package.json')) ? from : findRoot(path.dirname(from));
}

if (require.main === module) void bundleIfStale();
