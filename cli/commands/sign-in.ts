import type { CurrentToken } from '../api-types';
import { createClient } from '../client';
import type { Addition, Context } from '../context';
import { signInByCode } from '../device-code';
import { Refused } from '../failures';
import { printable } from '../output';
import { forgetToken, storedToken, storeToken } from '../stored-tokens';
import { whoText } from './login';

/** `sign-in`, `sign-out` and `whoami`: by a code that is confirmed in the console, without a token to copy (T9, RFC 8628). */
export const addSignIn: Addition = (program, act) => {
  program
    .command('sign-in')
    .description('sign in by a code that you confirm in the console; keeps a token of yours for this API')
    .action(
      act(async ({ io, url, output }) => {
        const token = await signInByCode(io, url, (page, code) => {
          // also with --json: without it nobody can go on
          io.stderr.write(
            `Open ${printable(page)}\nand compare the code: ${output.style('bold', printable(code))}\nWaiting for you to approve it there.\n`,
          );
        });
        const current = await client({ io, url }, token).get<CurrentToken>('/tokens/current');
        const file = await storeToken(io, url, token);
        if ((io.env.FOREWARN_TOKEN ?? '') !== '') {
          output.note('FOREWARN_TOKEN is set and goes before it: unset that to use what is kept now.');
        }
        output.result({ ...current, url, file }, () => `${whoText(current, url)} The token is kept in ${file}.`);
        return undefined;
      }),
    );

  program
    .command('sign-out')
    .description('end the token kept for this API, and forget it')
    .action(
      act(async ({ io, url, output }) => {
        const token = storedToken(io, url);
        const isEnded = token !== undefined && (await endToken(client({ io, url }, token)));
        const isForgotten = await forgetToken(io, url);
        output.result({ url, isEnded, isForgotten }, () => {
          if (!isForgotten) return `Nobody is signed in at ${url} here.`;
          return isEnded
            ? `Signed out of ${url}: the token has ended.`
            : `Signed out of ${url}: the token had ended before.`;
        });
        return undefined;
      }),
    );

  program
    .command('whoami')
    .description('who you are at this API, as what, and until when')
    .action(
      act(async ({ client: asking, url, output }) => {
        const current = await asking.get<CurrentToken>('/tokens/current');
        output.result({ ...current, url }, () => whoText(current, url));
        return undefined;
      }),
    );
};

const client = ({ io, url }: Pick<Context, 'io' | 'url'>, token: string) =>
  createClient({ url, token, remedy: '`forewarn sign-in` gets another one.' }, (ms) => io.pause(ms));

/** False for one that had ended. Throws Refused for one that its holder may not end, such as a customer's. */
async function endToken(asking: ReturnType<typeof client>): Promise<boolean> {
  try {
    const { id } = await asking.get<CurrentToken>('/tokens/current');
    await asking.remove(`/me/tokens/${encodeURIComponent(id)}`);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.problem.code === 'wrong-token') return false;
    throw error;
  }
}
