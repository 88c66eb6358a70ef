import type { JSX } from 'preact';
import type { Slot } from '../../domain/window/types';
import type { Tone } from '../site/icon';
import { barOf, percent, placeBars, shareOf, type Bar, type Frame, type Placed } from './frame';
import { PictureFrame } from './picture-frame';

/** Weeks across, places down, nights as bars. Decoration beside a table that says the same: hidden from screen readers. */

/** What is drawn as one bar. */
export interface DrawnNight extends Slot {
  readonly key: string;
  readonly href: string;
  /** A few characters beside the bar. */
  readonly words: string;
  /** What is shown when it is pointed at. */
  readonly title: string;
  readonly tone: Tone;
  /** A second night, which may not be needed, has a dashed outline and no ground. */
  readonly isMaybe: boolean;
}

export interface DrawnRow {
  readonly key: string;
  readonly name: string;
  readonly nights: readonly DrawnNight[];
}

/** A time that is closed to work: hatched across all rows. */
export interface DrawnClosure extends Slot {
  readonly key: string;
  readonly words: string;
}

/** A line from top to bottom with words at its head. */
export interface Tick {
  readonly at: number;
  readonly words: string;
}

interface PlacesTimelineProps {
  readonly frame: Frame;
  readonly ticks: readonly Tick[];
  readonly rows: readonly DrawnRow[];
  readonly closures: readonly DrawnClosure[];
  /** UTC ms; drawn where it lies in the frame. */
  readonly now: number;
}

/** Pixels. The page scrolls the picture to the side below `--narrowest` of console.css. */
const NARROWEST = 720;
const HEAD = 28;
const NAME = 24;
const LANE = 24;
const GAP = 8;
const CHARACTER = 7.2;

/** How wide words are at most, as a share of the picture. */
const widthOf = (words: string) => (words.length * CHARACTER + 12) / NARROWEST;

interface LaidRow extends DrawnRow {
  readonly top: number;
  readonly height: number;
  readonly placed: readonly { readonly night: DrawnNight; readonly bar: Placed }[];
}

/** The rows beneath each other, with every bar that lies in the frame, and how high all of it is (pixels). */
export function layRows(rows: readonly DrawnRow[], frame: Frame): { laid: LaidRow[]; height: number } {
  let top = HEAD;
  const laid = rows.map((row) => {
    const seen = row.nights.flatMap((night) => {
      const bar = barOf(night, frame);
      return bar ? [{ night, bar: { ...bar, words: widthOf(night.words) } }] : [];
    });
    const bars = placeBars(seen.map(({ bar }) => bar));
    const placed = seen.flatMap(({ night }, index) => {
      const bar = bars[index];
      return bar ? [{ night, bar }] : [];
    });
    const lanes = Math.max(0, ...bars.map(({ lane }) => lane + 1));
    const one = { ...row, placed, top, height: NAME + lanes * LANE + GAP };
    top += one.height;
    return one;
  });
  return { laid, height: top };
}

export function PlacesTimeline({ frame, ticks, rows, closures, now }: PlacesTimelineProps): JSX.Element {
  const { laid, height } = layRows(rows, frame);
  return (
    <PictureFrame label="Nights by place">
      <svg class="picture" width="100%" height={height} aria-hidden="true" focusable="false">
        <defs>
          <pattern id="closed" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" y1="0" x2="0" y2="8" />
          </pattern>
        </defs>
        {closures.map((closure) => {
          const bar = barOf(closure, frame);
          return bar ? <Closed key={closure.key} bar={bar} words={closure.words} height={height} /> : null;
        })}
        {ticks.map(({ at, words }) => (
          <g key={at}>
            <line class="tick" x1={percent(shareOf(at, frame))} x2={percent(shareOf(at, frame))} y1="0" y2={height} />
            <text class="tick-words" x={percent(shareOf(at, frame))} y="18" dx="6">
              {words}
            </text>
          </g>
        ))}
        {laid.map((row) => (
          <Row key={row.key} row={row} />
        ))}
        {now >= frame.from && now < frame.to ? (
          <line class="now" x1={percent(shareOf(now, frame))} x2={percent(shareOf(now, frame))} y1="0" y2={height} />
        ) : null}
      </svg>
    </PictureFrame>
  );
}

function Closed({ bar, words, height }: { readonly bar: Bar; readonly words: string; readonly height: number }) {
  return (
    <g>
      <title>{words}</title>
      <rect class="closed" x={percent(bar.x)} width={percent(bar.width)} y={HEAD} height={height - HEAD} />
      <rect fill="url(#closed)" x={percent(bar.x)} width={percent(bar.width)} y={HEAD} height={height - HEAD} />
    </g>
  );
}

function Row({ row: { name, placed, top, height } }: { readonly row: LaidRow }): JSX.Element {
  return (
    <g>
      <line class="row-line" x1="0" x2="100%" y1={top} y2={top} />
      <text class="row-name" x="0" y={top + 17} dx="6">
        {name}
      </text>
      {placed.map(({ night, bar }) => (
        <Night key={night.key} night={night} bar={bar} y={top + NAME + bar.lane * LANE} />
      ))}
      <line class="row-line" x1="0" x2="100%" y1={top + height} y2={top + height} />
    </g>
  );
}

function Night({ night, bar, y }: { readonly night: DrawnNight; readonly bar: Placed; readonly y: number }) {
  const { x, width, label } = bar;
  // reached by the keyboard in the table; here by whoever points at it
  return (
    <a href={night.href} tabIndex={-1} class={`night tone-${night.tone}${night.isMaybe ? ' maybe' : ''}`}>
      <title>{night.title}</title>
      <rect x={percent(x)} width={percent(width)} y={y} height={LANE - 6} rx="3" />
      {label === 'none' ? null : (
        <text
          x={percent(label === 'after' ? x + width : x)}
          dx={label === 'after' ? 5 : -5}
          y={y + 14}
          text-anchor={label === 'after' ? 'start' : 'end'}
        >
          {night.words}
        </text>
      )}
    </a>
  );
}
