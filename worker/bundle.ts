import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = findRoot(__dirname);
const output = path.join(root, 'dist', 'workflow-bundle.js');
const stamp = path.join(root, 'dist', 'workflow-bundle.sha256');

/** Where the prebuilt workflow code lies; made by `npm run build` and by `npm start`. */
export const BUNDLE_PATH = output;

/** Bundles the workflows from source, which is faster and smaller than from compiled files. Answers the bundle's path. */
async function bundle(fingerprint: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: path.join(root, 'workflows', 'index.ts'),
    preloadModules: ['zod'],
    logger: new DefaultLogger('ERROR'),
  });
  mkdirSync(path.dirname(output), { recursive: true });
  writeFileSync(output, code);
  writeFileSync(stamp, fingerprint);
  return output;
}

/** The bundle's path; bundles first when workflow or domain code, or the SDK, changed since the last time. */
export async function bundleIfStale(): Promise<string> {
  const fingerprint = fingerprintOf(['workflows', 'domain'].map((folder) => path.join(root, folder)));
  const fresh = existsSync(output) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
  return fresh ? output : bundle(fingerprint);
}

function fingerprintOf(folders: string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
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
