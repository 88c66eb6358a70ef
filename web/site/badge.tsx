import type { JSX } from 'preact';
import { Icon, type Tone } from './icon';

/** A state in a word, with its icon. */
export function Badge({ tone, text }: { readonly tone: Tone; readonly text: string }): JSX.Element {
  return (
    <span class={`badge tone-${tone}`}>
      <Icon tone={tone} />
      {text}
    </span>
  );
}
