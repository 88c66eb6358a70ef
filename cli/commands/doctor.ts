import { Argument } from 'commander';
import type { Examination } from '../api-types';
import type { Addition } from '../context';
import { EXIT } from '../failures';
import { printable } from '../output';

const MISSING = {
  statuspage:
    'Statuspage is not configured: set FOREWARN_STATUSPAGE_KEY, FOREWARN_STATUSPAGE_PAGE and FOREWARN_STATUSPAGE_MAP.',
  mail: 'Mail is not configured.',
  executors: 'Nobody carries out maintenance: set FOREWARN_EXECUTORS (docs/executors.md).',
  silences: 'Monitoring hears nothing of windows: set FOREWARN_SILENCES (docs/silences.md).',
  slack:
    'Slack is not configured with a bot: set FOREWARN_SLACK_TOKEN and FOREWARN_SLACK_CHANNEL. An incoming webhook cannot be examined.',
};

/** `doctor`: checks whether the configuration works, with one line for each check. */
export const addDoctor: Addition = (program, act) => {
  program
    .command('doctor')
    .description('check the configuration of a channel, or of executors; ends with 1 when it does not work')
    .addArgument(new Argument('<what>').choices(['mail', 'statuspage', 'slack', 'executors', 'silences']))
    .action(
      act(async ({ client, output }, [channel]: [keyof typeof MISSING]) => {
        const examination = await client.get<Examination>(`/doctor/${channel}`);
        const { configured, findings } = examination;
        output.result(examination, () =>
          configured
            ? findings
                .map(({ check, ok, text }) => {
                  const verdict = output.style(ok ? 'green' : 'red', ok ? 'ok   ' : 'wrong');
                  return `${verdict}  ${check}: ${printable(text)}`;
                })
                .join('\n')
            : MISSING[channel],
        );
        return findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
      }),
    );
};
