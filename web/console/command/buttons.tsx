import type { JSX } from 'preact';
import { formRow, FORMS, offeredCommands } from '../../../domain/acting/forms/forms';
import { FORM_GROUPS, type FormGroup } from '../../../domain/acting/forms/form';
import type { CommandName } from '../../../domain/window/commands/commands';
import type { WindowView } from '../../../domain/window/view';
import type { Asked } from '../area';
import { windowHref } from '../parts';
import { commandHref } from './command-page';

const GROUPS: Record<FormGroup, string> = {
  work: 'The work',
  repair: 'Put right',
  report: 'The report',
  words: 'What customers read',
  plan: 'The plan',
  resources: 'The resources',
};

interface ButtonsProps {
  readonly view: WindowView;
  readonly may: Asked['may'];
  readonly back?: 'night';
}

/** What the window may obey now and the person may say. */
function allowed({ view, may }: ButtonsProps): CommandName[] {
  return offeredCommands(view).filter((name) => may(`POST /v1/windows/{reference}/${name}`));
}

function href({ view: { reference }, back }: ButtonsProps, name: CommandName): string {
  const row = formRow(name);
  if ('page' in row) return `${windowHref(reference)}/${row.page}`;
  return `${commandHref(reference, name)}${back === undefined ? '' : `?back=${back}`}`;
}

function Button({ name, ...props }: ButtonsProps & { readonly name: CommandName }): JSX.Element {
  const row = formRow(name);
  const isGrave = !('page' in row) && row.isGrave;
  return (
    <a
      id={`${name}-${props.view.reference}`}
      class={isGrave ? 'button second grave' : 'button second'}
      href={href(props, name)}
    >
      {row.button}
    </a>
  );
}

/** Of one window on the night: what is done with the work, and what failed. */
export function NightButtons(props: ButtonsProps): JSX.Element | null {
  const names = allowed(props).filter((name) => ['work', 'repair', 'report'].includes(formRow(name).group));
  if (names.length === 0) return null;
  return (
    <p class="buttons" role="group" aria-label={`What can be done with ${props.view.reference}`}>
      {names.map((name) => (
        <Button key={name} {...props} name={name} />
      ))}
    </p>
  );
}

/** Everything that can be done with the window now; what is not about the night folds away. */
export function AllButtons(props: ButtonsProps): JSX.Element | null {
  const names = allowed(props);
  const groups = FORM_GROUPS.map((group) => [group, names.filter((name) => formRow(name).group === group)] as const);
  const more = groups.filter(([group, of]) => of.length > 0 && !['work', 'repair', 'report'].includes(group));
  return (
    <>
      <NightButtons {...props} />
      {more.length === 0 ? null : (
        <details class="all-buttons">
          <summary>Change the plan, the words or the resources</summary>
          {more.map(([group, of]) => (
            <div key={group}>
              <h3>{GROUPS[group]}</h3>
              <p class="buttons">
                {of.map((name) => (
                  <Button key={name} {...props} name={name} />
                ))}
              </p>
            </div>
          ))}
        </details>
      )}
    </>
  );
}

/** What was done a moment ago, as the address says. */
export function Done({ query }: { readonly query: Asked['query'] }): JSX.Element | null {
  const { done } = query;
  const row = typeof done === 'string' && Object.hasOwn(FORMS, done) ? formRow(done as CommandName) : undefined;
  if (!row || 'page' in row) return null;
  return (
    <p class="callout done" role="status">
      {row.done}
    </p>
  );
}
