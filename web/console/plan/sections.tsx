import type { ComponentChildren, JSX } from 'preact';
import { MAIL_LANGUAGES } from '../../../domain/notices/mail-languages';
import type { Places } from '../../../store/inventory/places';
import { faultAt, Field, fieldId, sentence } from '../../forms/field';
import type { FieldSpec } from '../../forms/fields';
import { textsOf, type FormState } from '../../forms/typed';
import * as fields from './fields';
import { PlacePicker } from './places';
import type { Level } from './tree';

/** The parts of the form that plans a window, each with its heading. */

interface PartProps {
  readonly form: FormState;
}

interface FieldsProps extends PartProps {
  readonly of: readonly FieldSpec[];
}

export function Fields({ of, form }: FieldsProps): JSX.Element {
  return (
    <>
      {of.map((field) => (
        <Field key={field.name} field={field} form={form} />
      ))}
    </>
  );
}

interface SectionProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A group of fields with its name. */
export function Section({ title, children }: SectionProps): JSX.Element {
  return (
    <fieldset class="part">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

/** Fields that most windows do without: closed until somebody has typed something there, or something is wrong there. */
function Aside({ title, of, form, children }: SectionProps & FieldsProps): JSX.Element {
  const isUsed = of.some((field) => textsOf(form.typed, field.name).length > 0 || faultAt(field, form) !== undefined);
  return (
    <details class="part" open={isUsed}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

export function WhatPart({ form }: PartProps): JSX.Element {
  return (
    <Section title="What">
      <Fields of={fields.WHAT} form={form} />
      <Field field={fields.VISIBILITY} form={form} />
    </Section>
  );
}

export function WhenPart({ form }: PartProps): JSX.Element {
  const alternate = [...fields.slotFields(1), fields.DECIDE_BY];
  return (
    <Section title="When">
      <div class="pair">
        <Fields of={fields.slotFields(0)} form={form} />
      </div>
      <Aside title="Another night, in case the first is called off" of={alternate} form={form}>
        <div class="pair">
          <Fields of={fields.slotFields(1)} form={form} />
        </div>
        <Field field={fields.DECIDE_BY} form={form} />
      </Aside>
    </Section>
  );
}

interface WhereProps extends PartProps {
  readonly tree: Level;
  readonly found: Places | undefined;
  /** Some of the kinds of resources there are. */
  readonly kinds: readonly string[];
}

export function WherePart({ form, tree, found, kinds }: WhereProps): JSX.Element {
  const fault = form.faults.find(({ field }) => field === 'scope')?.message;
  const named = kinds.length === 0 ? '' : ` There are ${kinds.join(', ')}.`;
  const narrowed = fields.SCOPE.map((field) =>
    field.name === 'scope.kinds' ? { ...field, hint: `One a line.${named}` } : field,
  );
  return (
    <fieldset class={fault === undefined ? 'part' : 'part at-fault'} id={fieldId('scope')} tabIndex={-1}>
      <legend>Where</legend>
      <p class="hint">A location stands for everything in it.</p>
      {fault === undefined ? null : <p class="fault">{sentence(fault)}</p>}
      <PlacePicker typed={form.typed} tree={tree} found={found} />
      <Aside title="Kinds, labels, resources by id, exceptions" of={fields.SCOPE} form={form}>
        <Fields of={narrowed} form={form} />
      </Aside>
    </fieldset>
  );
}

interface WordsProps extends PartProps {
  /** Templates there are; none where the reader may not see them. */
  readonly templates: readonly (readonly [id: string, name: string])[];
}

export function WordsPart({ form, templates }: WordsProps): JSX.Element {
  const translated = fields.TRANSLATED.flatMap(fields.translationFields);
  return (
    <Section title="What customers are told">
      <Fields of={fields.IMPACT} form={form} />
      <Fields of={fields.TOLD} form={form} />
      {templates.length === 0 ? null : <Field field={{ ...fields.TEMPLATE, options: templates }} form={form} />}
      <Aside title="In other languages" of={[fields.LANGUAGE, ...translated]} form={form}>
        <Field field={fields.LANGUAGE} form={form} />
        {Object.entries(MAIL_LANGUAGES).map(([tag, name]) => (
          <Section key={tag} title={name}>
            <Fields of={fields.translationFields(tag)} form={form} />
          </Section>
        ))}
      </Aside>
    </Section>
  );
}

export function WorkPart({ form }: PartProps): JSX.Element {
  const references = fields.REFERENCES.map((place) => fields.referenceFields(place));
  return (
    <>
      <Aside title="How the work is done, and whether customers may do it themselves" of={fields.WORK} form={form}>
        <Fields of={fields.WORK} form={form} />
      </Aside>
      <Aside title="Checks, moves to and from other windows" of={fields.MORE} form={form}>
        <Fields of={fields.MORE} form={form} />
      </Aside>
      <Aside title="Changes behind it in other systems" of={references.flat()} form={form}>
        {references.map((of, place) => (
          <Section key={place} title={`Change ${String(place + 1)}`}>
            <Fields of={of} form={form} />
          </Section>
        ))}
      </Aside>
    </>
  );
}
