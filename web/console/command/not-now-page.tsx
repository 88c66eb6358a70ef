import type { JSX } from 'preact';
import type { AnyForm } from '../../../domain/acting/forms/forms';
import type { WindowView } from '../../../domain/window/view';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { windowHref } from '../parts';

interface NotNowProps {
  readonly frame: Asked['frame'];
  readonly row: AnyForm;
  readonly view: WindowView;
}

/** A command that the window would refuse as it stands, whatever is typed. */
export function NotNowPage({ frame, row, view }: NotNowProps): JSX.Element {
  return (
    <ConsoleLayout {...frame} title={row.title} here="windows">
      <p class="callout">
        {view.reference} is {view.phase}, so this cannot be done now.
      </p>
      <p>
        <a class="button" href={windowHref(view.reference)}>
          {view.spec.title}
        </a>
      </p>
    </ConsoleLayout>
  );
}
