import { Command, CommanderError } from 'commander';
import { addBlackouts } from './commands/blackouts';
import { addCompletion } from './commands/completion';
import { addConfig } from './commands/config';
import { addDifferences } from './commands/differences';
import { addDoctor } from './commands/doctor';
import { addExport } from './commands/export';
import { addImport } from './commands/import';
import { addCommands } from './commands/give';
import { addKeeping } from './commands/keeping';
import { addLogin } from './commands/login';
import { addMaintenance } from './commands/maintenance';
import { addMessages } from './commands/messages';
import { addOpen } from './commands/open';
import { addPolicy } from './commands/policy';
import { addProof } from './commands/proof';
import { addRehearse } from './commands/rehearse';
import { addSeries } from './commands/series';
import { addSignIn } from './commands/sign-in';
import { addSuppressions } from './commands/suppressions';
import { addMeasures } from './commands/measures';
import { addTasks } from './commands/tasks';
import { addTokens } from './commands/tokens';
import { addTemplates } from './commands/templates';
import { addWindows } from './commands/windows';
import { addWork } from './commands/work';
import { createAct, globalOutput, type Addition } from './context';
import { EXIT, exitCodeOf, type ExitCode } from './failures';
import type { Io } from './io';
import { sayVersion, versionAsked } from './version';

const ADDITIONS: readonly Addition[] = [
  addWindows,
  addOpen,
  addCommands,
  addRehearse,
  addTemplates,
  addBlackouts,
  addSeries,
  addMaintenance,
  addWork,
  addTasks,
  addMeasures,
  addMessages,
  addSuppressions,
  addProof,
  addImport,
  addExport,
  addKeeping,
  addTokens,
  addLogin,
  addSignIn,
  addDifferences,
  addConfig,
  addPolicy,
  addDoctor,
  addCompletion,
];

const AFTER_HELP = `
Alone: --version, the version of this command line, and whether it fits the server you are signed in to.

At the server, not here: readying the database and the namespace (node dist/ops/prepare.js), and the first token
(node dist/ops/create-token.js); see docs/running.md.

Environment:
  FOREWARN_URL    where the API is; http://127.0.0.1:8080 when not set
  FOREWARN_TOKEN  who asks; when not set, the token of "forewarn sign-in" or "login", or else the admin token of a local npm start

Exit codes:
  0  done
  1  refused by the API, or part of it failed
  2  the command line, the environment or a file cannot be used
  3  the API, or what it needs, cannot be reached
  4  --wait: not in the time given; the window goes on. sign-in: nobody answered
  5  --wait: the window was called off, or is over. sign-in: it was declined`;

/**
 * Runs Forewarn's command line over its HTTP API: `run(['windows', '--json'], io)`. Resolves with the exit code and never
 * rejects; all output goes to `io`.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = EXIT.ok;
  const asked = versionAsked(argv);
  if (asked) {
    await sayVersion(io, asked);
    return code;
  }
  const program = new Command('forewarn')
    .description('Maintenance windows and the inventory behind them, over the API')
    .option('--url <address>', 'where the API is, in place of FOREWARN_URL')
    .option('--json', 'results and failures as JSON')
    .option('--no-color', 'no colours on a terminal')
    .addHelpText('after', AFTER_HELP)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    })
    .showHelpAfterError('(forewarn help <command> explains)');
  const act = createAct(io, (ended) => (code = ended));
  for (const add of ADDITIONS) add(program, act);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has already printed the message
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    globalOutput(io, program.opts()).failure(error);
    return exitCodeOf(error);
  }
}
