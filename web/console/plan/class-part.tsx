import type { ComponentChildren, JSX } from 'preact';
import type { ClassPromise } from '../../../domain/notices/class-promises';
import { utcText } from '../../../domain/public/times';
import { faultAt, Field, fieldId, sentence } from '../../forms/field';
import { textOf, type FormState } from '../../forms/typed';
import * as fields from './fields';
import { Fields, Section } from './sections';

interface ClassProps {
  readonly form: FormState;
  readonly promises: readonly ClassPromise[];
}

/** Which class it is, with what each asks and promises, and the fields that some classes need. */
export function ClassPart({ form, promises }: ClassProps): JSX.Element {
  const fault = faultAt(fields.CLASS, form);
  const chosen = textOf(form.typed, fields.CLASS.name) || 'standard';
  return (
    <>
      <fieldset class={fault === undefined ? 'part' : 'part at-fault'} id={fieldId(fields.CLASS.name)} tabIndex={-1}>
        <legend>Class</legend>
        {fault === undefined ? null : <p class="fault">{sentence(fault)}</p>}
        {promises.map((promise) => (
          <ClassChoice key={promise.name} promise={promise} isChosen={promise.name === chosen} />
        ))}
      </fieldset>
      <ForLike like="expedited" title="Justification" promises={promises}>
        <Field field={fields.JUSTIFICATION} form={form} />
      </ForLike>
      <ForLike like="emergency" title="Emergency" promises={promises}>
        <Fields of={fields.EMERGENCY} form={form} />
      </ForLike>
    </>
  );
}

interface ForLikeProps {
  readonly like: ClassPromise['like'];
  readonly title: string;
  readonly promises: readonly ClassPromise[];
  readonly children: ComponentChildren;
}

/** What classes like this one need, with their names; nothing where none of them is to be chosen. */
function ForLike({ like, title, promises, children }: ForLikeProps): JSX.Element | null {
  const names = promises.filter((one) => one.like === like).map(({ name }) => name);
  if (names.length === 0) return null;
  return (
    <div data-like={like}>
      <Section title={`${title}, for ${names.length === 1 ? 'class' : 'the classes'} ${names.join(', ')}`}>
        {children}
      </Section>
    </div>
  );
}

interface ChoiceProps {
  readonly promise: ClassPromise;
  readonly isChosen: boolean;
}

function ClassChoice({ promise: { name, like, duties, keptFrom }, isChosen }: ChoiceProps): JSX.Element {
  const [first, ...others] = duties;
  return (
    <div class="class">
      <label class="choice">
        <input type="radio" name={fields.CLASS.name} value={name} checked={isChosen} data-class-like={like} /> {name}
        {name === like ? null : <span class="muted"> like {like}</span>}
      </label>
      <p class="hint">{first}</p>
      <details>
        <summary>What {name} asks and promises</summary>
        <ul>
          {others.map((duty) => (
            <li key={duty}>{duty}</li>
          ))}
          <li>Opened now, its promise is kept by a start from {utcText(keptFrom)} on.</li>
        </ul>
      </details>
    </div>
  );
}
