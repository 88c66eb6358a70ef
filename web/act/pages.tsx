import type { ComponentChildren, JSX } from 'preact';
import { actRow } from '../../domain/acting/acts';
import type { WindowView } from '../../domain/window/view';
import type { Acted } from '../../use-cases/act-by-link';
import type { Open, Shut } from '../../use-cases/follow-act-link';
import { Fact } from '../site/fact';
import { Layout } from '../site/layout';
import { Period } from '../site/moment';
import { Prose } from '../site/prose';
import type { Site } from '../site/site';
import type { Fault, Typed } from '../forms/typed';
import { askedFor, Fields } from './fields';

interface PageProps {
  readonly site: Site;
}

function Page({ site, title, children }: PageProps & Titled): JSX.Element {
  return (
    <Layout site={site} title={`${title} · ${site.providerName}`} description={title} root="../" inside>
      <h1>{title}</h1>
      {children}
    </Layout>
  );
}

interface Titled {
  readonly title: string;
  readonly children: ComponentChildren;
}

interface ActPageProps extends PageProps {
  readonly open: Omit<Open, 'state'>;
  readonly typed?: Typed;
  readonly faults?: readonly Fault[];
}

/** `/act/{token}`, before the button: what it is about, what comes of it, and for whom the link was made. Reading it changes nothing. */
export function ActPage({ site, open, typed, faults = [] }: ActPageProps): JSX.Element {
  const { act, name, window, tasks } = open;
  const row = actRow(act);
  const fields = 'command' in row ? askedFor(row.fields, window, faults) : [];
  const general = faults.filter(({ field }) => !fields.some((one) => one.name === field));
  return (
    <Page site={site} title={row.title}>
      <p>
        You are here as <strong>{name}</strong>, for whom this link was made: what you do goes on record under that
        name. {row.happens}
      </p>
      {window ? <About window={window} /> : null}
      <form method="post" class="form" noValidate={faults.length > 0}>
        {general.map(({ message }) => (
          <p key={message} class="fault" role="alert">
            {message}
          </p>
        ))}
        {'ticks' in row ? (
          <Tasks tasks={tasks} isList={row.ticks === 'list'} />
        ) : (
          <Fields fields={fields} window={window} typed={typed} faults={faults} />
        )}
        <div class="buttons">
          <button type="submit">{row.button}</button>
          {'ticks' in row && tasks.length > 1 ? (
            <button type="submit" name="all" value="yes" class="second">
              I have told all {tasks.length}
            </button>
          ) : null}
        </div>
      </form>
      {window ? <LookUp reference={window.reference} /> : null}
    </Page>
  );
}

function Tasks({ tasks, isList }: { readonly tasks: Open['tasks']; readonly isList: boolean }): JSX.Element {
  const [only] = tasks;
  if (only && tasks.length === 1) {
    return (
      <div>
        <p>
          <strong>{only.customer ?? 'Nobody knows which customer'}</strong>
        </p>
        <Prose text={only.reason} />
      </div>
    );
  }
  return (
    <fieldset class="choose">
      <legend>{isList ? 'Customers you have told' : 'Done'}</legend>
      {tasks.map(({ id, customer }) => (
        <label key={id}>
          <input type="checkbox" name="task" value={id} /> {customer}
        </label>
      ))}
    </fieldset>
  );
}

/** The window as its people need it to decide. */
function About({ window }: { readonly window: WindowView }): JSX.Element {
  const { reference, spec, phase, revision, scopeText } = window;
  return (
    <dl class="facts">
      <Fact name="Window">
        {reference}: {spec.title}
      </Fact>
      <Fact name="Planned">
        <Period slot={spec.slot} />
      </Fact>
      <Fact name="Now">
        {phase}, revision {revision}, {spec.class}, {spec.visibility}
      </Fact>
      <Fact name="Touches">{scopeText}</Fact>
      <Fact name="What happens">
        <Prose text={spec.impact.description} />
      </Fact>
      <Fact name="What customers should do">
        <Prose text={spec.customerAction} />
      </Fact>
    </dl>
  );
}

function LookUp({ reference }: { readonly reference: string }): JSX.Element {
  return (
    <p class="more muted">
      All about it: <code>forewarn window {reference}</code>
    </p>
  );
}

/** After the button. */
export function DonePage({
  site,
  done,
}: PageProps & { readonly done: Extract<Acted, { state: 'acted' }> }): JSX.Element {
  const { act, window, tasks } = done;
  const row = actRow(act);
  const left = 'ticks' in row ? tasks.length : 0;
  return (
    <Page site={site} title={row.title}>
      <p class="done" role="status">
        {row.done}
      </p>
      {window ? (
        <p>
          {window.reference} is now: {window.phase}.
        </p>
      ) : null}
      {left > 0 ? (
        <p>
          {left === 1 ? 'One customer is' : `${String(left)} customers are`} still on your list: the link of your mail
          shows {left === 1 ? 'it' : 'them'}.
        </p>
      ) : null}
      {window ? <LookUp reference={window.reference} /> : null}
    </Page>
  );
}

const SHUT_TITLES: Record<Shut['state'], string> = {
  'not-ours': 'This link leads nowhere',
  done: 'This has been done',
  over: 'This link is no longer good',
  barred: 'This is for somebody else to do',
};

/** A link that does nothing (any more), and the way on. */
export function ShutPage({ site, shut }: PageProps & { readonly shut: Shut }): JSX.Element {
  const { state, why, reference } = shut;
  return (
    <Page site={site} title={SHUT_TITLES[state]}>
      <p {...(state === 'done' ? { role: 'status' as const } : {})}>{why}</p>
      {reference === undefined ? null : <LookUp reference={reference} />}
    </Page>
  );
}

/** Not even looked at: it came from a page elsewhere, or too much comes from there. */
export function RefusedPage({ site, title, text }: PageProps & { title: string; text: string }): JSX.Element {
  return (
    <Page site={site} title={title}>
      <p>{text}</p>
    </Page>
  );
}
