import type { JSX } from 'preact';

/** The field in the head of every page; `/` goes there. */
export function SearchForm(): JSX.Element {
  return (
    <form class="search" method="get" action="/console/search" role="search" aria-label="Everything">
      <label>
        Search <input id="search" type="search" name="q" maxLength={200} autocomplete="off" />
      </label>
    </form>
  );
}
