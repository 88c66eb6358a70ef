import type { CurrentToken } from '../api-types';
import { createClient } from '../client';
import type { Addition } from '../context';
import { instant, printable } from '../output';
import { readSecret } from '../secret';
import { forgetToken, storeToken } from '../stored-tokens';

/** `login` and `logout`: a person's token is kept, so that no command needs FOREWARN_TOKEN (T3). */
export const addLogin: Addition = (program, act) => {
  program
    .command('login')
    .description('keep a token for this API; asked for, or the first line of the standard input')
    .action(
      act(async ({ io, url, output }) => {
        const token = await readSecret(io, `Token for ${url}: `);
        const remedy = 'Nothing was kept.';
        const current = await createClient({ url, token, remedy }, (ms) => io.pause(ms)).get<CurrentToken>(
          '/tokens/current',
        );
        const file = await storeToken(io, url, token);
        if ((io.env.FOREWARN_TOKEN ?? '') !== '') {
          output.note('FOREWARN_TOKEN is set and goes before it: unset that to use what is kept now.');
        }
        output.result({ ...current, url, file }, () => `${whoText(current, url)} The token is kept in ${file}.`);
        return undefined;
      }),
    );

  program
    .command('logout')
    .description('forget the token kept for this API')
    .action(
      act(async ({ io, url, output }) => {
        const isForgotten = await forgetToken(io, url);
        output.result({ url, isForgotten }, () =>
          isForgotten
            ? `The token for ${url} is forgotten here. It is good until an administrator ends it.`
            : `No token is kept for ${url}.`,
        );
        return undefined;
      }),
    );
};

/** Who somebody is at an API, as what, and until when. */
export function whoText(
  { person, role, access, organizationId, organizations, expiresAt }: CurrentToken,
  url: string,
): string {
  const of = organizationId === null ? '' : ` of ${organizationId}`;
  const alone = organizations === null ? '' : ` for ${organizations.join(', ')}`;
  const may = access === null ? '' : ` (${access})`;
  const until = expiresAt === null ? 'until it is ended' : `until ${instant(expiresAt)}`;
  return `You are ${printable(person)}, ${role}${printable(of)}${printable(alone)}${may}, at ${url}, ${until}.`;
}
