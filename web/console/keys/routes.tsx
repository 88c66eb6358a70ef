import type { ConsoleArea } from '../area';
import { ConsoleLayout } from '../layout';
import { KeyList } from './list';

/** The shortcuts as a page, for whoever has no script or does not press `?` (P8). */
export function addKeys(area: ConsoleArea): void {
  area.page('/console/keys', undefined, ({ frame }) =>
    Promise.resolve(
      <ConsoleLayout {...frame} title="Keyboard shortcuts" here="keys">
        <noscript>
          <p class="callout tone-late">
            This browser runs no scripts, so there are no shortcuts. Everything is reached by Tab and Enter.
          </p>
        </noscript>
        <KeyList may={frame.may} id="keys-on-page" />
      </ConsoleLayout>,
    ),
  );
}
