import { SECOND } from '../../domain/shared/time';
import type { Watched, WatchedWindow } from '../../store/live/watched';

/** What an open page is told. */
export type News =
  /** A window has changed, or with `undefined` any of them. */
  | { readonly type: 'changed'; readonly reference: string | undefined }
  /** How far its notices are. */
  | { readonly type: 'told'; readonly window: WatchedWindow };

type Listener = (news: News) => void;

export interface Hub {
  /** Tells what happens to these windows from now on, and that any window has changed; call what it returns to hear no more. */
  watch(references: readonly string[], listener: Listener): () => void;
}

interface HubParts {
  readonly read: (references: readonly string[]) => Promise<Watched>;
  /** The database does not answer; the next look is due all the same. */
  readonly onFailure: (error: unknown) => void;
  /** Between two looks (ms). */
  readonly everyMs?: number;
}

/**
 * One look a second for all open pages together, and none while there are none: what a page costs does not grow with the number of those
 * who read it. A look ends before the next begins.
 */
export function createHub({ read, onFailure, everyMs = SECOND }: HubParts): Hub {
  const watchers = new Map<Listener, readonly string[]>();
  let known: { events: number; windows: Map<string, WatchedWindow> } | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const references = new Set([...watchers.values()].flat());
    try {
      const { events, windows } = await read([...references]);
      const before = known;
      known = { events, windows: new Map(windows.map((one) => [one.reference, one])) };
      if (before) tell(before, known);
    } catch (error) {
      onFailure(error);
    }
    timer = undefined;
    if (watchers.size > 0) arm();
    else known = undefined;
  }

  function arm(): void {
    timer ??= setTimeout(() => void look(), everyMs).unref();
  }

  function tell(before: NonNullable<typeof known>, now: NonNullable<typeof known>): void {
    const isNew = now.events !== before.events;
    for (const [listener, references] of watchers) {
      if (isNew) listener({ type: 'changed', reference: undefined });
      for (const window of references.flatMap((one) => now.windows.get(one) ?? [])) {
        const last = before.windows.get(window.reference);
        // one that was not watched before may have changed meanwhile: its page looks again
        if (last?.sequence !== window.sequence) listener({ type: 'changed', reference: window.reference });
        if (window.mails > 0 && (last?.taken !== window.taken || last.mails !== window.mails))
          listener({ type: 'told', window });
      }
    }
  }

  return {
    watch(references, listener) {
      watchers.set(listener, references);
      arm();
      return () => watchers.delete(listener);
    },
  };
}
