/** Names of our messages, in their metadata and in the state: the first message by what it shows, a reply by its place. */

/** Of a reply: the number of its event, and which of the messages about that event it is. */
export interface Place {
  readonly sequence: number;
  readonly part: number;
}

export const firstKey = (digest: string) => `window:${digest}`;
export const replyKey = ({ sequence, part }: Place) => `reply:${String(sequence)}.${String(part)}`;

/** What the window's first message shows; undefined for the key of a reply. */
export function digestIn(key: string): string | undefined {
  return /^window:(.*)$/.exec(key)?.[1];
}

/** The place of a reply; undefined for the key of a first message. */
export function placeIn(key: string): Place | undefined {
  const [, sequence, part] = /^reply:(\d+)\.(\d+)$/.exec(key) ?? [];
  return sequence === undefined ? undefined : { sequence: Number(sequence), part: Number(part) };
}

export function isLater(one: Place, other: Place): boolean {
  return one.sequence > other.sequence || (one.sequence === other.sequence && one.part > other.part);
}
