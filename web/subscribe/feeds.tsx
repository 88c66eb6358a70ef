import type { JSX } from 'preact';
import type { Component } from '../status/components';

/** Feeds and calendars, of everything and of each location. */
export function Feeds({
  root,
  components,
}: {
  readonly root: string;
  readonly components: readonly Component[];
}): JSX.Element {
  return (
    <section aria-labelledby="by-feed">
      <h2 id="by-feed">By feed or calendar</h2>
      <ul class="feeds">
        <Row name="All maintenance" base={root} />
        {components.map(({ id, name, groupName }) => (
          <Row key={id} name={groupName === null ? name : `${groupName}: ${name}`} base={`${root}components/${id}/`} />
        ))}
      </ul>
    </section>
  );
}

function Row({ name, base }: { readonly name: string; readonly base: string }): JSX.Element {
  const link = (to: string, word: string) => (
    <a href={base + to} aria-label={`${word}: ${name}`}>
      {word}
    </a>
  );
  return (
    <li>
      <span>{name}</span>{' '}
      <span>
        {link('history.atom', 'Atom')} · {link('history.rss', 'RSS')} · {link('calendar.ics', 'Calendar')}
      </span>
    </li>
  );
}
