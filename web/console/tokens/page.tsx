import type { JSX } from 'preact';
import { ROLES_WITHIN, type Grant } from '../../../domain/access/grant';
import { utcText } from '../../../domain/public/times';
import { someOf } from '../../../domain/shared/some-of';
import type { TokenSummary } from '../../../store/access/tokens';
import type { TokenOrigin } from '../../../store/database/tables/people';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout, grantWords } from '../layout';
import { Table } from '../parts';

export const TOKENS = '/console/account/tokens';

/** How each came about, in a word of the list. */
const ORIGINS: Readonly<Record<TokenOrigin, string>> = {
  issued: 'an administrator issued it',
  own: 'you made it',
  device: 'you signed in on a machine',
};

interface TokensProps {
  readonly frame: Asked['frame'];
  /** Those that are good, the newest first. */
  readonly tokens: readonly TokenSummary[];
  /** The form when it is shown again. */
  readonly form?: FormState | undefined;
}

/** `/console/account/tokens`: what acts for me, and how I end it or make another one (T9). */
export function TokensPage({ frame, tokens, form }: TokensProps): JSX.Element {
  const { session, secret } = frame.person;
  const fields = tokenFields(session.grant);
  return (
    <ConsoleLayout {...frame} title="Your tokens" here="account">
      <p class="prose">
        A token lets a program act as you: what it does goes on record as <strong>{session.person}</strong>. It may do
        what you may, or less, and ends with your next sign-in when you may do less than it.
      </p>
      <section aria-labelledby="good">
        <h2 id="good">Good now</h2>
        {tokens.length === 0 ? (
          <p>None. Make one below, or run forewarn sign-in on a machine.</p>
        ) : (
          <List {...{ frame, tokens }} />
        )}
      </section>
      <section aria-labelledby="make">
        <h2 id="make">Make a token</h2>
        <Form action={TOKENS} secret={secret} form={form} fields={fields} button="Make the token">
          {fields.map((field) => (
            <Field
              key={field.name}
              {...{ field, form }}
              initial={field.name === 'role' ? session.grant.role : undefined}
            />
          ))}
        </Form>
      </section>
    </ConsoleLayout>
  );
}

/** What is asked for a token; the same for reading it. */
export function tokenFields({ role, organizations }: Grant): FieldSpec[] {
  const roles = ROLES_WITHIN[role];
  const whose = organizations === null ? 'all' : someOf(organizations);
  return [
    { name: 'name', label: 'What it is for', kind: 'text', most: 100, hint: 'Such as "laptop" or "nightly report".' },
    ...(roles.length < 2
      ? []
      : [{ name: 'role', label: 'Role', kind: 'choice' as const, options: roles.map((one) => [one, one] as const) }]),
    {
      ...{ name: 'organizations', label: 'Only for these organizations', kind: 'lines', optional: true, rows: 3 },
      hint: `Their ids, one a line. Left empty, it is for ${whose}.`,
    },
    {
      name: 'expiresAt',
      label: 'Until',
      kind: 'instant',
      optional: true,
      hint: 'Left empty, as long as the settings allow.',
    },
  ];
}

function List({ frame, tokens }: Pick<TokensProps, 'frame' | 'tokens'>): JSX.Element {
  return (
    <Table labelledBy="good" columns={['Token', 'May do', 'Last used', 'Ends', 'End it']}>
      {tokens.map((token) => (
        <tr key={token.id}>
          <th scope="row">
            {token.name}{' '}
            <span class="muted">
              {ORIGINS[token.origin]} {utcText(token.createdAt)}
            </span>
          </th>
          <td>{grantWords(token as Grant)}</td>
          <td>{token.lastUsedAt === null ? 'never' : utcText(token.lastUsedAt)}</td>
          <td>
            {token.expiresAt === null ? 'when it is ended' : utcText(token.expiresAt)}
            {token.isEnding ? <strong> (soon)</strong> : null}
          </td>
          <td>
            <EndToken secret={frame.person.secret} token={token} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

/** The button that ends a token; what a screen reader hears names it. */
export function EndToken({
  secret,
  token: { id, name },
}: {
  secret: string;
  token: Pick<TokenSummary, 'id' | 'name'>;
}): JSX.Element {
  return <Form action={`${TOKENS}/${id}/end`} secret={secret} button={`End ${name}`} look="plain" />;
}

interface MadeProps {
  readonly frame: Asked['frame'];
  readonly name: string;
  /** Null when the form was sent once more. */
  readonly token: string | null;
}

/** A token that was just made, shown this once. */
export function MadeTokenPage({ frame, name, token }: MadeProps): JSX.Element {
  return (
    <ConsoleLayout {...frame} title={`The token ${name}`} here="account">
      {token === null ? (
        <p class="prose">It was made, and shown once. Whoever did not keep it ends it and makes another one.</p>
      ) : (
        <>
          <p class="prose">
            Keep it now: it is shown this once, and nobody can look it up. Set it as FOREWARN_TOKEN, or run forewarn
            login.
          </p>
          <p>
            <code class="secret">{token}</code>
          </p>
        </>
      )}
      <p>
        <a href={TOKENS}>Your tokens</a>
      </p>
    </ConsoleLayout>
  );
}
