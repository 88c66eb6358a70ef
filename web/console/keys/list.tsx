import type { JSX } from 'preact';
import type { Asked } from '../area';
import { keysFor, type Key } from './keys';

/** The shortcuts, and the choice to do without them (WCAG 2.1.4), which works where scripts do. */
export function KeyList({ may, id }: { readonly may: Asked['may']; readonly id: string }): JSX.Element {
  return (
    <>
      <dl class="keys">
        {keysFor(may).map((key) => (
          <Row key={key.keys} row={key} />
        ))}
      </dl>
      <p class="muted">
        Keys after each other are pressed one by one. While you write in a field they are letters, as everywhere.
      </p>
      <label class="choice" hidden>
        <input type="checkbox" data-keys-on id={id} /> Use these shortcuts in this browser
      </label>
    </>
  );
}

function Row({ row: { keys, words, href } }: { readonly row: Key }): JSX.Element {
  return (
    <div>
      <dt>
        {keys.split(' ').map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>
        {href.startsWith('/') ? (
          <a href={href} data-keys={keys}>
            {words}
          </a>
        ) : (
          <span data-keys={keys} data-focus={href.slice(1)}>
            {words}
          </span>
        )}
      </dd>
    </div>
  );
}

/** The same list over any page; `?` opens it. */
export function KeysDialog({ may }: { readonly may: Asked['may'] }): JSX.Element {
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">Keyboard shortcuts</h2>
      <KeyList may={may} id="keys-on" />
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
