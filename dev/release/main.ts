import { parseArgs } from 'node:util';
import { runMain } from '../processes/run-main';
import { StartupError } from '../processes/startup-error';
import { projectRoot } from '../project-root';
import { faultsOf } from './checks';
import { leftFor, stepsOf } from './steps';

/** `npm run release -- <version>`; with `--dry-run` it says what it would do and changes nothing. See docs/releasing.md. */
async function main(): Promise<number | undefined> {
  const { version, isDry } = asked();
  const root = projectRoot();
  const faults = await faultsOf(root, version);
  if (faults.length > 0) {
    process.stderr.write(`${version} cannot be released:\n${faults.map((fault) => `- ${fault}\n`).join('')}`);
    return 1;
  }
  const day = new Date().toISOString().slice(0, 10);
  for (const { what, run } of await stepsOf(root, version, day)) {
    process.stdout.write(`${isDry ? 'would ' : ''}${what}\n`);
    if (!isDry) await run();
  }
  const left = await leftFor(root, version);
  const head = isDry ? 'A person would then do:' : `${version} is written. Look at it (git diff), then:`;
  process.stdout.write(`\n${head}\n${left.map((line) => `  ${line}\n`).join('')}`);
  return undefined;
}

function asked(): { version: string; isDry: boolean } {
  const usage =
    'Name the version: npm run release -- 0.3.0, or npm run release -- 0.3.0 --dry-run to see what it would do.';
  try {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { 'dry-run': { type: 'boolean', default: false } },
    });
    const [version, ...others] = positionals;
    if (version !== undefined && others.length === 0) return { version, isDry: values['dry-run'] };
  } catch {
    // an option that is none; said below
  }
  throw new StartupError(usage);
}

runMain(main);
