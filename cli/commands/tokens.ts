import { InvalidArgumentError, Option } from 'commander';
import type { EndedTokens, IssuedToken, Token } from '../api-types';
import type { Addition } from '../context';
import { counted, instant, printable, table } from '../output';
import { given, several } from './options';

const ACCESSES = ['read', 'self-service'] as const;
const ROLES = ['admin', 'engineer', 'operator', 'approver', 'customer', 'inbound'] as const;

interface AddOptions {
  readonly role: (typeof ROLES)[number];
  readonly staff?: string;
  readonly person?: string;
  readonly service?: string;
  readonly organization?: string;
  readonly organizations?: readonly string[];
  readonly environments?: readonly string[];
  readonly access?: (typeof ACCESSES)[number];
  readonly expires?: string;
  readonly reason?: string;
}

/** `tokens`, `tokens add` and `tokens end`: who may use the API, and ending that (T3, T5); for administrators. */
export const addTokens: Addition = (program, act) => {
  const tokens = program
    .command('tokens')
    .description('list the tokens of the API: whose, limited to what, last used, and until when; for administrators')
    .option('--all', 'include those that have ended')
    .action(
      act(async ({ client, output }, _args: [], { all }: { readonly all?: boolean }) => {
        const { items } = await client.get<{ items: Token[] }>('/tokens');
        const now = Date.now();
        const shown = items.filter((token) => all === true || stateOf(token, now) !== 'ended');
        output.result(shown, () => tokensText(shown, now));
        return undefined;
      }),
    );

  tokens
    .command('add')
    .description('issue a token; it is shown this once')
    .argument('<name>', 'what it is for, such as "on-call console"')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--staff <id>', 'the person of the staff it belongs to; approvals need such a token')
    .option('--person <name>', 'instead: a person by name or mail address')
    .option('--service <name>', 'instead: the program it belongs to')
    .option('--organization <id>', 'for role customer: the organization it speaks for')
    .option('--organizations <ids>', 'of staff: the only organizations it knows of, separated by commas', several)
    .option('--environments <ids>', 'of a customer: the only environments it knows of, separated by commas', several)
    .addOption(
      new Option(
        '--access <access>',
        'of a customer: only see its maintenance, or also do it, object to it and move it',
      ).choices(ACCESSES),
    )
    .option('--expires <instant>', 'when it ends, such as 2027-03-01T00:00:00Z')
    .option('--reason <text>', 'why the token of a service lasts longer than usual')
    .action(
      act(async ({ client, output }, [name]: [string], options: AddOptions) => {
        const { staff: staffId, organization: organizationId, expires: expiresAt, ...rest } = options;
        const body = given({ name, ...rest, staffId, organizationId, expiresAt });
        const issued = await client.post<IssuedToken>('/tokens', body);
        output.note(issuedText(issued));
        output.result(issued, () => issued.token ?? 'It was shown when it was issued.');
        return undefined;
      }),
    );

  tokens
    .command('end')
    .description('end every token of a person who leaves, at once; or one token')
    .argument('[person]', 'the id or mail address of somebody of the staff, or whoever the list says a token is of')
    .option('--id <token>', 'one token alone, by its id')
    .action(
      act(async ({ client, output }, [person]: [string | undefined], { id }: { readonly id?: string }) => {
        if ((person === undefined) === (id === undefined)) {
          throw new InvalidArgumentError('say whose tokens end, or with --id which one');
        }
        if (id !== undefined) {
          await client.delete(`/tokens/${encodeURIComponent(id)}`);
          output.result({ ids: [id] }, () => 'It has ended.');
          return undefined;
        }
        const ended = await client.post<EndedTokens>('/tokens/end', { person });
        output.result(ended, () => endedText(ended));
        return undefined;
      }),
    );
};

function stateOf({ revokedAt, expiresAt, isEnding }: Token, now: number): 'ended' | 'ends soon' | 'good' {
  if (revokedAt !== null || (expiresAt !== null && Date.parse(expiresAt) <= now)) return 'ended';
  return isEnding ? 'ends soon' : 'good';
}

function issuedText({ id, person, isService, role, expiresAt }: IssuedToken): string {
  const until = expiresAt === null ? 'until it is ended' : `until ${instant(expiresAt)}`;
  const whose = `${isService ? 'the service ' : ''}${printable(person)}`;
  return `A token of ${whose}, role ${role}, good ${until}; its id is ${id}. Here it is, this once:`;
}

function endedText({ person, ids }: EndedTokens): string {
  const whose = printable(person);
  return ids.length === 0
    ? `No token of ${whose} was left to end.`
    : `${counted(ids.length, 'token')} of ${whose} ended.`;
}

function tokensText(tokens: readonly Token[], now: number): string {
  if (tokens.length === 0) return 'There is no token.';
  return table(
    ['ID', 'NAME', 'OF', 'ROLE', 'LIMITED TO', 'LAST USED', 'ENDS', 'STATE'],
    tokens.map((token) => [
      token.id,
      printable(token.name),
      printable(token.isService ? `${token.person} (service)` : token.person),
      token.access === null ? token.role : `${token.role} (${token.access})`,
      limitsText(token),
      token.lastUsedAt === null ? 'never' : instant(token.lastUsedAt),
      token.expiresAt === null ? '-' : instant(token.expiresAt),
      stateOf(token, now),
    ]),
  );
}

function limitsText({ organizationId, organizations, environments }: Token): string {
  const limits = [
    ...(organizationId === null ? [] : [organizationId]),
    ...(organizations ?? []),
    ...(environments ?? []),
  ];
  return limits.length === 0 ? '-' : printable(limits.join(', '));
}
