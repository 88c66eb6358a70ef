import type { JSX } from 'preact';

/** Text that people typed: escaped, its line breaks kept by the style sheet. */
export function Prose({ text }: { readonly text: string }): JSX.Element {
  return <p class="prose">{text}</p>;
}
