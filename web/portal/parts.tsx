import type { ComponentChildren, JSX } from 'preact';
import type { AffectedResource } from '../../domain/notices/message';
import type { PublicWindow } from '../../domain/public/window';
import { impactText, stateWords } from '../../domain/public/wording';
import { FaultSummary, Form } from '../forms/form';
import type { FieldSpec } from '../forms/fields';
import { Badge } from '../site/badge';
import { Period } from '../site/moment';
import { Title } from '../site/worded';
import { windowTone } from '../status/tones';
import type { PortalAsked, PortalFormState } from './area';
import type { PortalSite } from './site';

/** Pieces that several pages of the portal are made of. */

export const portalWindowHref = (reference: string) => `/portal/windows/${encodeURIComponent(reference)}`;

/** As many names of resources as a list shows of one window. */
const NAMED = 3;

interface CardProps {
  readonly site: PortalSite;
  readonly window: PublicWindow;
  readonly resources: readonly AffectedResource[];
}

/** A window in a list: what, when, how badly, and which of the reader's resources. */
export function OwnCard({ site: { say, words }, window, resources }: CardProps): JSX.Element {
  const named = resources.slice(0, NAMED).map(({ name }) => name);
  const left = resources.length - named.length;
  return (
    <article class={`card tone-${windowTone(window)}`}>
      <p class="card-head">
        <Badge tone={windowTone(window)} text={stateWords(window, say)} />
        <span class="muted">
          {say.classes[window.class]} · {window.reference}
        </span>
      </p>
      <h3>
        <a href={portalWindowHref(window.reference)}>
          <Title window={window} />
        </a>
      </h3>
      <p class="when">
        <Period slot={window} />
      </p>
      <p>{impactText(window.impact, say)}</p>
      {named.length === 0 ? null : (
        <p>
          {words.window.count(resources.length)}: {named.join(', ')}
          {left > 0 ? ` ${words.window.others(left)}` : ''}
        </p>
      )}
    </article>
  );
}

interface ActionFormProps {
  readonly asked: PortalAsked;
  readonly action: string;
  readonly button: string;
  /** The form of this page that was refused, whichever it is. */
  readonly form?: PortalFormState | undefined;
  readonly fields?: readonly FieldSpec[];
  readonly look?: 'plain' | 'danger' | undefined;
  readonly children?: ComponentChildren;
}

/** A form that comes to an operation. What was wrong with it as a whole stands at the head of the page; see Refusal. */
export function ActionForm({ asked, action, form, ...more }: ActionFormProps): JSX.Element {
  const own = form?.of === action ? { typed: form.typed, faults: [] } : undefined;
  return <Form {...{ action, form: own, ...more }} secret={asked.person.secret} />;
}

/**
 * What was refused, before everything else: also where its form is not on the page any more, because it is too late. The figures are in
 * the API's own words.
 */
export function Refusal({ form, fields }: Pick<ActionFormProps, 'form' | 'fields'>): JSX.Element | null {
  if (!form) return null;
  return (
    <>
      <FaultSummary form={form} fields={fields ?? []} />
      {form.detail === undefined ? null : (
        <p lang="en" class="muted">
          {form.detail}
        </p>
      )}
    </>
  );
}

interface PagesProps {
  readonly site: PortalSite;
  readonly path: string;
  readonly cursor: string | undefined;
  readonly next: string | null;
}

/** To the page after this one, and back to the first. */
export function Pages({ site: { words }, path, cursor, next }: PagesProps): JSX.Element | null {
  if (cursor === undefined && next === null) return null;
  return (
    <p class="pager">
      {cursor === undefined ? null : <a href={path}>{words.first}</a>}{' '}
      {next === null ? null : <a href={`${path}?cursor=${encodeURIComponent(next)}`}>{words.more}</a>}
    </p>
  );
}

/** What the address of a list says. */
export function cursorOf({ query: { cursor } }: Pick<PortalAsked, 'query'>): string | undefined {
  return typeof cursor === 'string' && cursor !== '' ? cursor : undefined;
}
