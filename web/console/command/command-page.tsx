import type { JSX } from 'preact';
import type { AnyForm } from '../../../domain/acting/forms/forms';
import type { CommandField } from '../../../domain/acting/forms/form';
import { utcText } from '../../../domain/public/times';
import { actorInWords } from '../../../domain/shared/actor';
import type { CommandName } from '../../../domain/window/commands/commands';
import { describeEvent, type RecordedEvent } from '../../../domain/window/events';
import type { WindowView } from '../../../domain/window/view';
import { Field } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { Form } from '../../forms/form';
import type { FormState } from '../../forms/typed';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { windowHref } from '../parts';
import { initialOf, specOf } from '../../forms/command-fields';
import { LANGUAGE, Mail, READER, type MailBesideOf } from './mail-beside';

/** Hidden fields: the revision and the last event that whoever fills in the form has seen, and where to go afterwards. */
export const REVISION = 'expectedRevision';
export const SEEN = 'seen-event';
export const BACK = 'back';

export interface CommandPageProps {
  readonly frame: Asked['frame'];
  readonly name: CommandName;
  readonly row: AnyForm;
  readonly view: WindowView;
  /** Those that are asked for. */
  readonly fields: readonly CommandField[];
  /** What the address says of fields, before anything was typed. */
  readonly given: Readonly<Record<string, string>>;
  readonly back: string;
  /** When it is shown again: with what was typed, and what has happened since the form was opened. */
  readonly form?: FormState | undefined;
  readonly since?: readonly RecordedEvent[];
  /** Of a command that mails customers. */
  readonly mail: MailBesideOf | undefined;
}

export const commandHref = (reference: string, name: CommandName) => `${windowHref(reference)}/do/${name}`;

/** `/console/windows/{reference}/do/{command}`: what a person says to give the window a command, with the mail that customers get by it. */
export function CommandPage(props: CommandPageProps): JSX.Element {
  const { frame, name, row, view, fields, given, back, form, since = [], mail } = props;
  const { reference, spec, phase, revision, sequence } = view;
  const specs = fields.map((field) => specOf(field, view));
  const href = commandHref(reference, name);
  const live = mail && {
    ...{ 'hx-post': `${href}/mail`, 'hx-target': '#mail', 'hx-sync': 'this:replace' },
    'hx-trigger': 'input delay:400ms, input from:#mail-reader delay:400ms',
  };
  return (
    <ConsoleLayout {...frame} title={row.title} here="windows">
      <p class="muted">
        <a href={windowHref(reference)}>{spec.title}</a> · {reference} · {phase}, revision {revision}
      </p>
      <p class="prose">{row.happens}</p>
      <Since since={since} />
      <div class={mail ? 'beside' : undefined}>
        <Form
          {...{ action: href, secret: frame.person.secret, form, fields: specs, button: row.button }}
          look={row.isGrave ? 'danger' : undefined}
          more={{ id: 'command', class: 'form', ...live }}
        >
          <input type="hidden" name={REVISION} value={revision} />
          <input type="hidden" name={SEEN} value={sequence} />
          <input type="hidden" name={BACK} value={back} />
          {fields.map((field, place) => (
            <OneField key={field.name} {...{ field, spec: specs[place], view, form, given }} />
          ))}
        </Form>
        {mail ? <Beside mail={mail} form={form} /> : null}
      </div>
    </ConsoleLayout>
  );
}

interface OneFieldProps extends Pick<CommandPageProps, 'view' | 'form' | 'given'> {
  readonly field: CommandField;
  readonly spec: FieldSpec | undefined;
}

function OneField({ field, spec, view, form, given }: OneFieldProps): JSX.Element | null {
  return spec ? <Field field={spec} form={form} initial={given[field.name] ?? initialOf(field, view)} /> : null;
}

/** What others did while the form was open: whoever filled it in decides again. */
function Since({ since }: { readonly since: readonly RecordedEvent[] }): JSX.Element | null {
  if (since.length === 0) return null;
  return (
    <section class="callout tone-late" aria-labelledby="since">
      <h2 id="since">What happened since you opened this form</h2>
      <ul>
        {since.map((one) => (
          <li key={one.sequence}>
            {utcText(one.at)}: {describeEvent(one.event)} ({actorInWords(one)})
          </li>
        ))}
      </ul>
      <p>What you typed still stands below. Send it again if it is right as things are now.</p>
    </section>
  );
}

const LANGUAGES = [
  ['', "the reader's own"],
  ['en', 'English'],
  ['de', 'German'],
  ['fr', 'French'],
] as const;

function Beside({ mail, form }: { readonly mail: MailBesideOf; readonly form: FormState | undefined }): JSX.Element {
  const typed = (name: string) => String(form?.typed[name] ?? '');
  return (
    <aside aria-labelledby="mail-heading">
      <h2 id="mail-heading">The mail customers get</h2>
      <div id="mail-reader" class="filters">
        <label>
          As a reader of (organization id)
          <input form="command" name={READER} value={typed(READER)} maxLength={200} />
        </label>
        <label>
          Language
          <select form="command" name={LANGUAGE}>
            {LANGUAGES.map(([tag, words]) => (
              <option key={tag} value={tag} selected={tag === typed(LANGUAGE)}>
                {words}
              </option>
            ))}
          </select>
        </label>
      </div>
      <div id="mail" aria-live="polite">
        <Mail mail={mail} />
      </div>
    </aside>
  );
}
