import type { JSX } from 'preact';
import type { Slot } from '../../domain/window/types';
import { slotText, utcParts, utcText } from '../../domain/public/times';
import { isUtc, zonedParts } from '../../domain/public/zoned-times';
import { useReading } from './reading';

const iso = (at: number) => new Date(at).toISOString();

/** An instant in UTC; the script adds the reader's own time where that differs. A reader with a zone of their own gets that first. */
export function Moment({ at }: { readonly at: number }): JSX.Element {
  const { say, zone } = useReading();
  if (zone !== undefined && !isUtc(zone)) {
    const { date, time, offset } = zonedParts(at, zone, say);
    return (
      <span class="moment">
        <time dateTime={iso(at)}>
          {date}, {time} {offset}
        </time>
        <span class="local">{utcText(at, say)}</span>
      </span>
    );
  }
  return (
    <span class="moment">
      <time dateTime={iso(at)}>{utcText(at, say)}</time>
    </span>
  );
}

/** From one instant to another in UTC, likewise. */
export function Period({ slot }: { readonly slot: Slot }): JSX.Element {
  const { say, zone } = useReading();
  const isZoned = zone !== undefined && !isUtc(zone);
  const parts = (at: number) => (isZoned ? zonedParts(at, zone, say) : { ...utcParts(at, say), offset: 'UTC' });
  const from = parts(slot.startsAt);
  const to = parts(slot.endsAt);
  return (
    <span class="moment">
      <time dateTime={iso(slot.startsAt)}>
        {from.date}, {from.time}
        {from.offset === to.offset ? '' : ` ${from.offset}`}
      </time>
      {` ${say.to} `}
      <time dateTime={iso(slot.endsAt)}>
        {from.date === to.date ? '' : `${to.date}, `}
        {to.time} {to.offset}
      </time>
      {isZoned ? <span class="local">{slotText(slot, say)}</span> : null}
    </span>
  );
}
