import type { JSX } from 'preact';
import type { Component } from '../status/components';

/** The datacenters a window touches, with their region. */
export function Places({ components }: { readonly components: readonly Component[] }): JSX.Element {
  return (
    <ul class="places">
      {components.map(({ id, name, groupName }) => (
        <li key={id}>
          {groupName === null ? null : <span class="muted">{groupName} / </span>}
          {name}
        </li>
      ))}
    </ul>
  );
}
