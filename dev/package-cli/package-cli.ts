import { chmod, copyFile, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runProgram } from '../processes/run-program';
import { StartupError } from '../processes/startup-error';
import { projectRoot } from '../project-root';
import { bundleCli } from './bundle';

const PACKAGE = 'forewarn-cli';
const PROGRAM = 'forewarn.cjs';
const PACK_MS = 120_000;

/** What there is to give away. */
export interface CliPackage {
  /** The file that npm installs. */
  readonly tarball: string;
  /** The same program alone: Node runs it from anywhere. */
  readonly program: string;
}

/**
 * Makes `forewarn-cli`, the command line as a package of its own without the server (O5), below `into`: the folder, what `npm pack` makes of it, and the
 * program as a single file. Throws StartupError when npm cannot pack it.
 */
export async function packageCli(version: string, into: string): Promise<CliPackage> {
  const root = projectRoot();
  const folder = path.join(into, PACKAGE);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const bundle = await bundleCli(version);
  await writeProgram(path.join(folder, PROGRAM), bundle);
  await writeFile(path.join(folder, 'package.json'), `${JSON.stringify(await manifest(root, version), null, 2)}\n`);
  await copyFile(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'));
  await copyFile(path.join(root, 'dev', 'package-cli', 'readme.md'), path.join(folder, 'README.md'));
  const packed = await runProgram('npm', ['pack', '--pack-destination', into], { cwd: folder, timeoutMs: PACK_MS });
  if (packed.code !== 0) throw new StartupError(`npm pack failed:\n${packed.output}`);
  const program = path.join(into, PROGRAM);
  await writeProgram(program, bundle);
  return { tarball: path.join(into, `${PACKAGE}-${version}.tgz`), program };
}

async function writeProgram(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}

/** Without dependencies: they are in the program. */
async function manifest(root: string, version: string): Promise<object> {
  const { engines, license } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    engines: object;
    license: string;
  };
  return {
    name: PACKAGE,
    version,
    description: 'The command line of Forewarn: maintenance windows over its HTTP API',
    license,
    engines,
    bin: { forewarn: PROGRAM },
    files: [PROGRAM],
  };
}
