import type { ComponentChildren, JSX } from 'preact';
import type { PlacedResource } from '../../../store/inventory/places';
import type { Typed } from '../../forms/typed';
import { picked } from './body';

/** Boxes for locations and resources; there is one box for each on a page. */

export interface Picked {
  readonly locations: readonly string[];
  readonly resources: readonly string[];
}

export const pickedIn = (typed: Typed): Picked => ({
  locations: picked(typed, 'locations'),
  resources: picked(typed, 'resources'),
});

/** `scope`: in the tree; `found`: among what a search has found. */
export type Group = 'scope' | 'found';

interface TickProps {
  readonly group: Group;
  readonly ticked: boolean;
  /** Its box stands elsewhere on the page. */
  readonly isElsewhere?: boolean;
}

interface BoxProps extends TickProps {
  readonly list: keyof Picked;
  readonly value: string;
  readonly children: ComponentChildren;
}

function Tick({ group, list, value, ticked, isElsewhere, children }: BoxProps): JSX.Element {
  if (isElsewhere)
    return (
      <span class="choice">
        <span>{children}</span> <span class="muted">(picked already)</span>
      </span>
    );
  return (
    <label class="choice">
      <input type="checkbox" name={`${group}.${list}`} value={value} checked={ticked} /> <span>{children}</span>
    </label>
  );
}

/** A location; its name is beside its path where that says more. */
export function PlaceTick({ path, name = '', ...tick }: TickProps & { readonly path: string; readonly name?: string }) {
  const own = path.slice(path.lastIndexOf('/') + 1);
  return (
    <Tick {...tick} list="locations" value={path}>
      {path} {name === '' || name === own ? null : <span class="muted">{name}</span>}
    </Tick>
  );
}

type NamedResource = Pick<PlacedResource, 'id'> & Partial<PlacedResource>;

/** A resource; of one that was picked before no more than its id may be known. */
export function ResourceTick({ resource, ...tick }: TickProps & { readonly resource: NamedResource }) {
  const { id, name, kind, organization } = resource;
  return (
    <Tick {...tick} list="resources" value={id}>
      {name === undefined || name === id ? id : `${id}, ${name}`}{' '}
      {kind === undefined ? null : (
        <span class="muted">
          {kind} of {organization}
        </span>
      )}
    </Tick>
  );
}
