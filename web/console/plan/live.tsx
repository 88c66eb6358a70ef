import type { JSX } from 'preact';
import type { ClassPromise } from '../../../domain/notices/class-promises';
import type { Worded } from '../../../domain/notices/wording-language';
import { utcText } from '../../../domain/public/times';
import { sentence } from '../../forms/field';
import type { Fault } from '../../forms/typed';
import { SUMMARY_FIELDS } from './body';
import { mailsToRead, type Rehearsed, type Sample } from './rehearsed';

/** Beside the form: what the plan would come to if it were handed in now. */

export type Outlook =
  | { readonly kind: 'rehearsed'; readonly rehearsed: Rehearsed }
  /** The body cannot be read yet. */
  | { readonly kind: 'incomplete'; readonly faults: readonly Fault[] }
  /** It can be read, and cannot be opened. */
  | { readonly kind: 'refused'; readonly message: string };

interface OutlookProps {
  readonly outlook: Outlook;
  /** Of the class that is chosen, with its dates. */
  readonly promise: ClassPromise | undefined;
  /** The reader may override a rule. */
  readonly mayOverride: boolean;
}

/** The outlook, and the same in a sentence for whoever does not see it. */
export function LiveOutlook(props: OutlookProps): JSX.Element {
  const { outlook, promise } = props;
  return (
    <>
      <p class="outlook-words" role="status">
        {wordsOf(outlook)}
      </p>
      {outlook.kind === 'incomplete' ? <Incomplete faults={outlook.faults} /> : null}
      {outlook.kind === 'rehearsed' ? <Outcome {...props} rehearsed={outlook.rehearsed} /> : null}
      <Dates promise={promise} />
      {outlook.kind === 'rehearsed' ? <Mails rehearsed={outlook.rehearsed} /> : null}
    </>
  );
}

const counted = (count: number, one: string, more: string) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : more}`;

function wordsOf(outlook: Outlook): string {
  if (outlook.kind === 'incomplete') return 'Not complete yet.';
  if (outlook.kind === 'refused') return outlook.message;
  const { audience, refusals } = outlook.rehearsed;
  const reached = [
    counted(audience.organizations, 'customer', 'customers'),
    counted(audience.recipients, 'person', 'people'),
    counted(audience.resources, 'resource', 'resources'),
  ].join(', ');
  return `It reaches ${reached}. ${refusals.length === 0 ? 'It can be handed in.' : 'As it stands it would be refused.'}`;
}

function Incomplete({ faults }: { readonly faults: readonly Fault[] }): JSX.Element {
  return (
    <ul>
      {faults.map(({ field, message }) => {
        const label = SUMMARY_FIELDS.find(({ name }) => field === name || field.startsWith(`${name}.`))?.label;
        return <li key={`${field} ${message}`}>{`${label ?? field} ${message}`}</li>;
      })}
    </ul>
  );
}

function Outcome({ rehearsed, mayOverride }: Pick<OutlookProps, 'mayOverride'> & { readonly rehearsed: Rehearsed }) {
  const { refusals, debts, conflicts, untold, untoldCount, languages, refused, end } = rehearsed;
  const lacking = languages.filter(({ missing }) => missing.length > 0);
  return (
    <>
      <Words
        title="Would be refused"
        tone="late"
        lines={refusals.map(({ text }) => text)}
        last={
          mayOverride
            ? 'Handed in as it is, the form asks you for a reason to accept it.'
            : 'An approver can accept it with a reason.'
        }
      />
      <Words title="Promised too late" tone="late" lines={debts.map(({ text }) => text)} />
      <Words
        title="Collides"
        tone="late"
        lines={conflicts.map(({ text, blocking }) => `${text}${blocking ? '' : ' (worth knowing)'}`)}
      />
      <Words
        title="Nobody can be told"
        tone="late"
        lines={untold.map(({ name, text }) => `${name}: ${text}`)}
        last={untoldCount > untold.length ? `And ${String(untoldCount - untold.length)} more customers.` : undefined}
      />
      <Words
        title="Words that readers lack"
        lines={lacking.map(lackWords)}
        last='Write them under "In other languages", or leave them: readers then get the words that are there.'
      />
      <Notices rehearsed={rehearsed} />
      <Words
        title="What people have to do"
        lines={[...refused, ...end.waitsFor.map((text) => ({ text }))].map(({ text }) => text)}
      />
    </>
  );
}

const LACKED: Readonly<Record<Worded, string>> = {
  title: 'the title',
  introduction: 'the introduction',
  impactDescription: 'what happens',
  customerAction: 'what customers should do',
};

/** `3 contacts read German; not written in it: the title and what happens.` */
function lackWords({ language, contacts, missing }: Rehearsed['languages'][number]): string {
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  const what = new Intl.ListFormat('en').format(missing.map((one) => LACKED[one]));
  return `${counted(contacts, 'contact reads', 'contacts read')} ${name}; not written in it: ${what}.`;
}

interface WordsProps {
  readonly title: string;
  readonly tone?: 'late';
  readonly lines: readonly string[];
  /** A sentence after them. */
  readonly last?: string | undefined;
}

function Words({ title, tone, lines, last }: WordsProps): JSX.Element | null {
  if (lines.length === 0) return null;
  return (
    <section class={tone ? 'callout tone-late' : undefined}>
      <h3>{title}</h3>
      <ul>
        {lines.map((line) => (
          <li key={line}>{sentence(line).replace(/^It /, '')}</li>
        ))}
      </ul>
      {last === undefined ? null : <p>{last}</p>}
    </section>
  );
}

function Notices({ rehearsed: { messages } }: { readonly rehearsed: Rehearsed }): JSX.Element {
  const customers = messages.filter(({ internal }) => !internal);
  return (
    <section>
      <h3>Which notices go when</h3>
      <ol class="plan">
        {customers.map(({ at, title, organizations, recipients, suppressed, quiet }) => (
          <li key={`${title} ${String(at)}`}>
            <strong>{title}</strong>, {utcText(at)}
            <br />
            <span class="muted">
              {counted(organizations, 'customer', 'customers')}, {counted(recipients, 'person', 'people')}
              {suppressed === 0 ? '' : `, ${String(suppressed)} of them with an address that bounced`}
              {quiet ? `; ${quiet.text}` : ''}
            </span>
          </li>
        ))}
      </ol>
      <p class="muted">Your own people get {counted(messages.length - customers.length, 'message', 'messages')}.</p>
    </section>
  );
}

function Dates({ promise }: Pick<OutlookProps, 'promise'>): JSX.Element | null {
  if (!promise || promise.dates.length === 0) return null;
  return (
    <section>
      <h3>What class {promise.name} promises with that start</h3>
      <ul>
        {promise.dates.map(({ what, at, hasPassed }) => (
          <li key={`${what} ${String(at)}`}>
            {utcText(at)}: {what}
            {hasPassed ? <strong> (has passed)</strong> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Mails({ rehearsed }: { readonly rehearsed: Rehearsed }): JSX.Element | null {
  const mails = mailsToRead(rehearsed);
  if (mails.length === 0) return null;
  return (
    <section>
      <h3>The announcement as customers read it</h3>
      {mails.map((mail, place) => (
        <Mail key={mail.organization.id} mail={mail} isOpen={place === 0} />
      ))}
    </section>
  );
}

function Mail({
  mail: { organization, recipientName, address, language, subject, text },
  isOpen,
}: {
  readonly mail: Sample;
  readonly isOpen: boolean;
}) {
  const name = new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language;
  return (
    <details name="mail" open={isOpen} id={`mail-${organization.id}`}>
      <summary>
        {organization.name} <span class="muted">in {name}</span>
      </summary>
      <p class="muted">
        To {recipientName} &lt;{address}&gt;
      </p>
      <p>
        <strong>{subject}</strong>
      </p>
      <pre class="mail" lang={language} tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}
