import { Argument } from 'commander';
import type { Addition } from '../context';
import { EXIT } from '../failures';
import { printable } from '../output';

/** `GET /v1/doctor/statuspage` */
interface Examination {
  readonly configured: boolean;
  readonly findings: readonly { readonly check: string; readonly ok: boolean; readonly text: string }[];
}

/** `doctor`: whether what is configured can be used, a line for each thing looked at. */
export const addDoctor: Addition = (program, act) => {
  program
    .command('doctor')
    .description('whether a channel is configured so that it works; ends with 1 when it is not')
    .addArgument(new Argument('<channel>').choices(['statuspage']))
    .action(
      act(async ({ client, output }, [channel]: [string]) => {
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
            : 'Statuspage is not configured: set FOREWARN_STATUSPAGE_KEY, FOREWARN_STATUSPAGE_PAGE and FOREWARN_STATUSPAGE_MAP.',
        );
        return findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.failed;
      }),
    );
};
