import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Places } from '../../../store/inventory/places';
import { textOf, textsOf, type Typed } from '../../forms/typed';
import { LookAt } from './look-at';
import { FIND } from './paths';
import { pickedIn, PlaceTick, ResourceTick } from './ticks';

interface FoundProps {
  readonly typed: Typed;
  /** What the search has found; undefined while nobody has searched. */
  readonly found: Places | undefined;
}

/** The search for places and resources, for inventories in which a tree takes long. */
export function SearchPlaces({ typed, found }: FoundProps): JSX.Element {
  const search = {
    ...{ 'hx-post': FIND, 'hx-trigger': 'input changed delay:300ms, search' },
    ...{ 'hx-target': '#found', 'hx-sync': 'this:replace' },
  };
  return (
    <>
      <div class="field">
        <label for="find">Search for a place or a resource</label>
        <p id="find-hint" class="hint">
          A part of a place’s path or name, the beginning of a resource’s id, or a customer’s id.
        </p>
        <input
          {...{ id: 'find', name: 'find', type: 'search', maxLength: 200, autocomplete: 'off' }}
          {...{ value: textOf(typed, 'find'), 'aria-describedby': 'find-hint' }}
          {...search}
        />
        <button type="submit" class="plain" name="search" value="yes" formaction={useContext(LookAt)}>
          Search
        </button>
      </div>
      <div id="found">
        <Found typed={typed} found={found} />
      </div>
    </>
  );
}

/** What a search has found; what was ticked of earlier searches stays. */
export function Found({ typed, found }: FoundProps): JSX.Element {
  const kept = { locations: textsOf(typed, 'found.locations'), resources: textsOf(typed, 'found.resources') };
  const all = pickedIn(typed);
  const places = (found?.places ?? []).filter(({ path }) => !kept.locations.includes(path));
  const resources = (found?.resources ?? []).filter(({ id }) => !kept.resources.includes(id));
  return (
    <>
      <ul class="tree">
        {kept.locations.map((path) => (
          <li key={path}>
            <PlaceTick group="found" path={path} ticked />
          </li>
        ))}
        {kept.resources.map((id) => (
          <li key={id}>
            <ResourceTick group="found" resource={{ id }} ticked />
          </li>
        ))}
        {places.map(({ path, name }) => (
          <li key={path}>
            <PlaceTick {...{ group: 'found', path, name }} ticked={false} isElsewhere={all.locations.includes(path)} />
          </li>
        ))}
        {resources.map((resource) => (
          <li key={resource.id}>
            <ResourceTick
              {...{ group: 'found', resource }}
              ticked={false}
              isElsewhere={all.resources.includes(resource.id)}
            />
          </li>
        ))}
      </ul>
      {found && places.length + resources.length === 0 ? (
        <p class="muted">Nothing else is called “{textOf(typed, 'find').trim()}”, as far as you may see.</p>
      ) : null}
      {found?.isCut ? <p class="muted">There are more than these: type more of it.</p> : null}
    </>
  );
}
