import type { ComponentChildren, JSX } from 'preact';

/** One thing that is known of a window, by its name, in a list of them (`dl`). */
export function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
