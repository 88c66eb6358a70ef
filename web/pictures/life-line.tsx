import type { JSX } from 'preact';
import { utcText } from '../../domain/public/times';
import { Table } from '../console/parts';
import { percent, placeBars } from './frame';
import { lifeScale, momentsOf, overrunOf, type Life, type Moment } from './life';
import { PictureFrame } from './picture-frame';

interface LifeLineProps {
  readonly life: Life;
  /** UTC ms. */
  readonly now: number;
}

/** Pixels. */
const LINE = 26;
const LANE = 20;
const CHARACTER = 7.2;
const NARROWEST = 720;

/** A window's life on one line, and the same as a table (P8). */
export function LifeLine({ life, now }: LifeLineProps): JSX.Element {
  const moments = momentsOf(life, now);
  return (
    <section aria-labelledby="life">
      <h2 id="life">Its life</h2>
      <Line life={life} now={now} moments={moments} />
      <p class="muted legend">
        Left: the notice. Right: the work, on a scale of its own. Outlined: planned · filled: worked · hatched: overran.
      </p>
      <details>
        <summary>As a table</summary>
        <Table labelledBy="life" columns={['Step', 'When', 'Beside the plan']}>
          {moments.map(({ name, at, note }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{utcText(at)}</td>
              <td>{note}</td>
            </tr>
          ))}
        </Table>
      </details>
    </section>
  );
}

function Line({ life, now, moments }: LifeLineProps & { readonly moments: readonly Moment[] }): JSX.Element {
  const scale = lifeScale(life, now);
  const words = moments.map((moment) => {
    const text = moment.note === '' || moment.note === 'on time' ? moment.name : `${moment.name}, ${moment.note}`;
    return { moment, text, x: scale(moment.at) };
  });
  const placed = placeBars(
    words.map(({ text, x }) => ({ x, width: 0.002, words: (text.length * CHARACTER + 12) / NARROWEST })),
  );
  const height = LINE + 18 + LANE * Math.max(1, ...placed.map(({ lane }) => lane + 1));
  const over = overrunOf(life, now);
  const { slot, startedAt, endedAt, cancelledAt } = life;
  const workedUntil = Math.min(endedAt ?? cancelledAt ?? now, over?.startsAt ?? Infinity);
  return (
    <PictureFrame label="Its life">
      <svg class="picture life" width="100%" height={height} aria-hidden="true" focusable="false">
        <defs>
          <pattern id="overran" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        <line
          class="life-line"
          x1={percent(Math.min(...words.map(({ x }) => x)))}
          x2={percent(Math.max(...words.map(({ x }) => x)))}
          y1={LINE}
          y2={LINE}
        />
        {startedAt === null ? null : (
          <Band class="worked tone-working" from={scale(startedAt)} to={scale(workedUntil)} />
        )}
        {over ? (
          <Band class="overran tone-late" fill="url(#overran)" from={scale(over.startsAt)} to={scale(over.endsAt)} />
        ) : null}
        <Band class="planned" from={scale(slot.startsAt)} to={scale(slot.endsAt)} />
        {words.map(({ moment, text, x }, index) => {
          const { label = 'after', lane = 0 } = placed[index] ?? {};
          return (
            <g key={moment.name} class={`moment ${moment.is}`}>
              <line x1={percent(x)} x2={percent(x)} y1={LINE} y2={LINE + 16 + lane * LANE} />
              <circle cx={percent(x)} cy={LINE} r="4" />
              <text
                x={percent(x)}
                y={LINE + 22 + lane * LANE}
                dx={label === 'before' ? -5 : 5}
                text-anchor={label === 'before' ? 'end' : 'start'}
              >
                {text}
              </text>
            </g>
          );
        })}
      </svg>
    </PictureFrame>
  );
}

interface BandProps {
  readonly class: string;
  readonly fill?: string;
  readonly from: number;
  readonly to: number;
}

function Band({ from, to, ...look }: BandProps): JSX.Element {
  return <rect {...look} x={percent(from)} width={percent(Math.max(0, to - from))} y={LINE - 10} height="20" rx="3" />;
}
