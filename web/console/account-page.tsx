import type { JSX } from 'preact';
import { isSameGrant } from '../../domain/access/grant';
import { utcText } from '../../domain/public/times';
import type { SessionSummary } from '../../store/access/sessions';
import type { TokenSummary } from '../../store/access/tokens';
import type { SignedInPerson } from '../sign-in/signed-in';
import { FormToken } from '../forms/form';
import type { Asked } from './area';
import { browserName } from './browser-name';
import { ConsoleLayout, grantWords } from './layout';
import { EndToken, TOKENS } from './tokens/page';

interface AccountProps {
  readonly frame: Asked['frame'];
  /** The newest first. */
  readonly sessions: readonly SessionSummary[];
  /** Those that are good, the newest first. */
  readonly tokens: readonly TokenSummary[];
}

/** `/console/account`: who I am here, what I may do, and where I am signed in. */
export function AccountPage({ frame, sessions, tokens }: AccountProps): JSX.Element {
  const { person } = frame;
  const { session } = person;
  return (
    <ConsoleLayout {...frame} title={session.name} here="account">
      <p class="prose">
        What you do goes on record as <strong>{session.person}</strong>. This session ends {utcText(session.endsAt)}, or
        earlier when you open no page for a while.
      </p>
      <Grants person={person} />
      <section aria-labelledby="sessions">
        <h2 id="sessions">Where you are signed in</h2>
        <ul class="sessions">
          {sessions.map((one) => (
            <li key={one.id}>
              <strong>{browserName(one.browser)}</strong>
              <br />
              <span class="muted">
                since {utcText(one.createdAt)}, last page {utcText(one.seenAt)}
              </span>{' '}
              {one.id === session.id ? <em>this one</em> : <EndForm person={person} id={one.id} />}
            </li>
          ))}
          {tokens
            .filter(({ origin }) => origin === 'device')
            .map((one) => (
              <li key={one.id}>
                <strong>forewarn on {one.name}</strong>
                <br />
                <span class="muted">
                  since {utcText(one.createdAt)}, {usedText(one)}
                </span>{' '}
                <EndToken secret={person.secret} token={one} />
              </li>
            ))}
        </ul>
        <p>
          <a href="/console/device">Sign in on a machine</a>
        </p>
      </section>
      <section aria-labelledby="tokens">
        <h2 id="tokens">Tokens</h2>
        <ul class="sessions">
          {tokens
            .filter(({ origin }) => origin !== 'device')
            .map((one) => (
              <li key={one.id}>
                <strong>{one.name}</strong>
                <br />
                <span class="muted">{usedText(one)}</span>
              </li>
            ))}
        </ul>
        <p>
          <a href={TOKENS}>Make and end your tokens</a>
        </p>
      </section>
    </ConsoleLayout>
  );
}

const usedText = ({ lastUsedAt }: TokenSummary) =>
  lastUsedAt === null ? 'never used' : `last used ${utcText(lastUsedAt)}`;

function Grants({ person: { session, secret } }: { readonly person: SignedInPerson }): JSX.Element {
  const { grants, grant } = session;
  const [only] = grants;
  if (grants.length === 1 && only) return <p>You act as {grantWords(only)}.</p>;
  return (
    <section aria-labelledby="role">
      <h2 id="role">As what you act</h2>
      <form method="post" action="/sign-in/as" class="form">
        <FormToken secret={secret} />
        <fieldset class="choose">
          <legend>You may act as one of these at a time</legend>
          {grants.map((one, index) => (
            <label key={grantWords(one)} class="choice">
              <input type="radio" name="grant" value={index} checked={isSameGrant(one, grant)} /> {grantWords(one)}
            </label>
          ))}
        </fieldset>
        <button type="submit">Act as this</button>
      </form>
    </section>
  );
}

function EndForm({ person, id }: { readonly person: SignedInPerson; readonly id: string }): JSX.Element {
  return (
    <form method="post" action="/console/account/end-session">
      <FormToken secret={person.secret} />
      <input type="hidden" name="session" value={id} />
      <button type="submit" class="plain">
        Sign out there
      </button>
    </form>
  );
}
