import type { JSX } from 'preact';
import { useReading } from '../site/reading';
import type { Component } from '../status/components';

/** Feeds and calendars, of everything and of each location. */
export function Feeds({
  root,
  components,
}: {
  readonly root: string;
  readonly components: readonly Component[];
}): JSX.Element {
  const { subscribe: say } = useReading().say;
  return (
    <section aria-labelledby="by-feed">
      <h2 id="by-feed">{say.byFeed}</h2>
      <ul class="feeds">
        <Row name={say.everything} base={root} />
        {components.map(({ id, name, groupName }) => (
          <Row key={id} name={groupName === null ? name : `${groupName}: ${name}`} base={`${root}components/${id}/`} />
        ))}
      </ul>
    </section>
  );
}

function Row({ name, base }: { readonly name: string; readonly base: string }): JSX.Element {
  const { subscribe: say } = useReading().say;
  const link = (to: string, word: string) => (
    <a href={base + to} aria-label={`${word}: ${name}`}>
      {word}
    </a>
  );
  return (
    <li>
      <span>{name}</span>{' '}
      <span>
        {link('history.atom', 'Atom')} · {link('history.rss', 'RSS')} · {link('calendar.ics', say.calendar)}
      </span>
    </li>
  );
}
