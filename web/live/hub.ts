import { SECOND } from '../../domain/shared/time';
import type { Watched, WatchedWindow } from '../../store/live/watched';

/** What an open page is told. */
export type News =
  /** A window has changed, or with `undefined` any of them. */
  | { readonly type: 'changed'; readonly reference: string | undefined }
  /** How far its notices are. */
  | { readonly type: 'told'; readonly window: WatchedWindow };

type Listener = (news: News, events: number) => void;

/** An open page. */
export interface Watching {
  /** The windows it shows one by one. */
  readonly references: readonly string[];
  /** How many events there were when it was made; undefined where nobody knows, and it looks again. */
  readonly seen: number | undefined;
}

export interface Hub {
  /**
   * Tells what has changed since the page was made, and from then on: that any window has, that one of its own has, and how far every
   * notice under way is. Call what it returns to hear no more.
   */
  watch(page: Watching, listener: Listener): () => void;
}

interface HubParts {
  readonly read: (references: readonly string[]) => Promise<Watched>;
  /** The database does not answer; the next look is due all the same. */
  readonly onFailure: (error: unknown) => void;
  /** Between two looks (ms). */
  readonly everyMs?: number;
}

interface Look {
  readonly events: number;
  readonly windows: ReadonlyMap<string, WatchedWindow>;
}

interface Watcher extends Watching {
  readonly listener: Listener;
  /** The look it was told of last; undefined until its first. */
  told: Look | undefined;
}

/**
 * One look a second for all open pages together, and none while there are none: what a page costs does not grow with the number of those
 * who read it. A look ends before the next begins. Each page is compared with what itself has seen, so that nothing is lost between the
 * making of a page and its first look, or while a connection was broken.
 */
export function createHub({ read, onFailure, everyMs = SECOND }: HubParts): Hub {
  const watchers = new Set<Watcher>();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const asked = [...watchers];
    try {
      const { events, windows } = await read([...new Set(asked.flatMap(({ references }) => references))]);
      const now = { events, windows: new Map(windows.map((one) => [one.reference, one])) };
      for (const watcher of asked) if (watchers.has(watcher)) tell(watcher, now);
    } catch (error) {
      onFailure(error);
    }
    timer = undefined;
    if (watchers.size > 0) arm();
  }

  function arm(): void {
    timer ??= setTimeout(() => void look(), everyMs).unref();
  }

  return {
    watch(page, listener) {
      const watcher: Watcher = { ...page, listener, told: undefined };
      watchers.add(watcher);
      arm();
      return () => watchers.delete(watcher);
    },
  };
}

function tell(watcher: Watcher, now: Look): void {
  const { listener, references, seen, told } = watcher;
  watcher.told = now;
  if (now.events !== (told?.events ?? seen)) {
    listener({ type: 'changed', reference: undefined }, now.events);
    for (const reference of references) {
      const window = now.windows.get(reference);
      // of a page that is new here nobody knows which of its windows it has seen
      if (window && window.sequence !== told?.windows.get(reference)?.sequence)
        listener({ type: 'changed', reference }, now.events);
    }
  }
  for (const window of now.windows.values()) {
    const last = told?.windows.get(window.reference);
    if (window.mails > 0 && (last?.taken !== window.taken || last.mails !== window.mails))
      listener({ type: 'told', window }, now.events);
  }
}
