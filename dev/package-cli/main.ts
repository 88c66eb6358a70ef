import { stat } from 'node:fs/promises';
import path from 'node:path';
import { VERSION } from '../../config/version';
import { runMain } from '../processes/run-main';
import { projectRoot } from '../project-root';
import { packageCli } from './package-cli';

/** `npm run package:cli`; with `-- <folder>` elsewhere than in dist/packages. */
async function main(): Promise<void> {
  const { tarball, program } = await packageCli(
    VERSION,
    path.resolve(process.argv[2] ?? path.join(projectRoot(), 'dist', 'packages')),
  );
  for (const file of [tarball, program]) {
    process.stdout.write(
      `${path.relative(process.cwd(), file)}  ${String(Math.ceil((await stat(file)).size / 1024))} kB\n`,
    );
  }
}

runMain(main);
