import type { ComponentChildren, JSX } from 'preact';

interface PictureFrameProps {
  /** What the picture shows. */
  readonly label: string;
  readonly children: ComponentChildren;
}

/** A picture that scrolls to the side by itself where the page is narrow, also by the keyboard. */
export function PictureFrame({ label, children }: PictureFrameProps): JSX.Element {
  return (
    <div class="picture-frame" tabIndex={0} role="group" aria-label={`${label}, drawn; a table says the same`}>
      {children}
    </div>
  );
}
