import type { JSX } from 'preact';
import { useContext } from 'preact/hooks';
import type { Places } from '../../../store/inventory/places';
import { textsOf, type Typed } from '../../forms/typed';
import { SearchPlaces } from './found';
import { LookAt } from './look-at';
import { INSIDE } from './paths';
import { pickedIn, PlaceTick, ResourceTick, type Picked } from './ticks';
import { shownIn, type Branch, type Level } from './tree';

/** Where the work takes place: ticked in the tree of locations, or among what a search finds. */

interface TreeProps {
  readonly level: Level;
  /** Of the location that the level is in; null: the regions. */
  readonly path: string | null;
  readonly typed: Typed;
  /** Ticked elsewhere on the page. */
  readonly elsewhere: Picked;
}

/** A level of the tree, and what is open below it. */
export function TreeLevel({ level, path, typed, elsewhere }: TreeProps): JSX.Element {
  const ticked = pickedIn(typed);
  const { branches, resources, isCut } = level;
  return (
    <>
      {path === null ? null : <input type="hidden" name="opened" value={path} />}
      <ul class="tree">
        {branches.map((branch) => (
          <li key={branch.path}>
            <PlaceTick
              {...{ group: 'scope', path: branch.path, name: branch.name }}
              ticked={ticked.locations.includes(branch.path)}
              isElsewhere={elsewhere.locations.includes(branch.path)}
            />
            {branch.hasMore ? <Inside branch={branch} typed={typed} elsewhere={elsewhere} /> : null}
          </li>
        ))}
        {resources.map((resource) => (
          <li key={resource.id}>
            <ResourceTick
              {...{ group: 'scope', resource }}
              ticked={ticked.resources.includes(resource.id)}
              isElsewhere={elsewhere.resources.includes(resource.id)}
            />
          </li>
        ))}
      </ul>
      {branches.length + resources.length === 0 ? <p class="muted">There is nothing here that you may see.</p> : null}
      {isCut ? <p class="muted">There is more here than fits: search for the rest.</p> : null}
    </>
  );
}

interface InsideProps extends Pick<TreeProps, 'typed' | 'elsewhere'> {
  readonly branch: Branch;
}

/** What is in a location: read when somebody opens it, or by a button without a script. */
function Inside({ branch: { path, inside }, typed, elsewhere }: InsideProps): JSX.Element {
  const load = {
    ...{ 'hx-post': INSIDE, 'hx-vals': JSON.stringify({ under: path }) },
    ...{ 'hx-trigger': 'toggle once', 'hx-target': 'find .inside' },
  };
  return (
    <details open={inside !== undefined} {...(inside ? {} : load)}>
      <summary>What is in {path}</summary>
      <div class="inside">
        {inside ? (
          <TreeLevel {...{ level: inside, path, typed, elsewhere }} />
        ) : (
          <button type="submit" class="plain" name="open" value={path} formaction={useContext(LookAt)}>
            Show it
          </button>
        )}
      </div>
    </details>
  );
}

interface PickerProps {
  readonly typed: Typed;
  readonly tree: Level;
  readonly found: Places | undefined;
}

/** The tree, what is picked and not to be seen in it, and the search. */
export function PlacePicker({ typed, tree, found }: PickerProps): JSX.Element {
  const shown = shownIn(tree);
  const elsewhere = { locations: textsOf(typed, 'found.locations'), resources: textsOf(typed, 'found.resources') };
  const away = (list: keyof Picked) =>
    [...new Set(textsOf(typed, `scope.${list}`))].filter((one) => ![...shown[list], ...elsewhere[list]].includes(one));
  const [locations, resources] = [away('locations'), away('resources')];
  return (
    <>
      {locations.length + resources.length === 0 ? null : (
        <div role="group" aria-label="Picked">
          <ul class="tree">
            {locations.map((path) => (
              <li key={path}>
                <PlaceTick group="scope" path={path} ticked />
              </li>
            ))}
            {resources.map((id) => (
              <li key={id}>
                <ResourceTick group="scope" resource={{ id }} ticked />
              </li>
            ))}
          </ul>
        </div>
      )}
      <TreeLevel {...{ level: tree, path: null, typed, elsewhere }} />
      <SearchPlaces typed={typed} found={found} />
    </>
  );
}
