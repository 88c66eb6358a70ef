import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from '../project-root';

/**
 * The command line with everything it needs in one file, which Node runs as it is: `#!/usr/bin/env node`, then the program, then the licences of
 * the packages inside it. Minified, because half of starting is reading.
 */
export async function bundleCli(version: string): Promise<string> {
  const root = projectRoot();
  const { outputFiles, metafile } = await build({
    entryPoints: [path.join(root, 'cli', 'packaged.ts')],
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    minify: true,
    // messages name classes of errors
    keepNames: true,
    legalComments: 'none',
    banner: { js: '#!/usr/bin/env node' },
    define: { FOREWARN_CLI_VERSION: JSON.stringify(version) },
    metafile: true,
    write: false,
    logLevel: 'error',
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild made no file of cli/packaged.ts.');
  const packages = new Set(Object.keys(metafile.inputs).flatMap(packageOf));
  const licences = await Promise.all([...packages].sort().map((folder) => licenceOf(path.join(root, folder))));
  return `${bundle.text}\n/*! Packages in this file:\n\n${licences.join('\n\n').replaceAll('*/', '* /')}\n*/\n`;
}

/** `node_modules/commander` of a file below it; none for a file of ours. */
function packageOf(file: string): string[] {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.slice(0, 1) ?? [];
}

/** Its name and the text of its licence, which has to go with every copy. Throws Error when there is none. */
async function licenceOf(folder: string): Promise<string> {
  const { name, version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
  };
  const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined || !existsSync(path.join(folder, file))) {
    throw new Error(`${name} has no licence file: find out under which terms it may be passed on.`);
  }
  return `${name} ${version}\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}`;
}
