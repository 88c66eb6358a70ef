import type { JSX } from 'preact';
import type { Slot } from '../../domain/window/types';
import { utcParts, utcText } from '../../domain/public/times';
import { useReading } from './reading';

const iso = (at: number) => new Date(at).toISOString();

/** An instant in UTC; the script adds the reader's own time where that differs. */
export function Moment({ at }: { readonly at: number }): JSX.Element {
  const { say } = useReading();
  return (
    <span class="moment">
      <time dateTime={iso(at)}>{utcText(at, say)}</time>
    </span>
  );
}

/** From one instant to another in UTC, likewise. */
export function Period({ slot }: { readonly slot: Slot }): JSX.Element {
  const { say } = useReading();
  const from = utcParts(slot.startsAt, say);
  const to = utcParts(slot.endsAt, say);
  return (
    <span class="moment">
      <time dateTime={iso(slot.startsAt)}>
        {from.date}, {from.time}
      </time>
      {` ${say.to} `}
      <time dateTime={iso(slot.endsAt)}>
        {from.date === to.date ? '' : `${to.date}, `}
        {to.time} UTC
      </time>
    </span>
  );
}
