import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { touchedBy, type Component } from '../status/components';
import { windowTone } from '../status/tones';
import { impactText, stateWords, updateParts, workText } from '../../domain/public/wording';
import { Badge } from './badge';
import { Moment, Period } from './moment';
import { Places } from './places';
import { Prose, Said } from './prose';
import { useReading } from './reading';
import { Title, writtenIn } from './worded';

interface CardProps {
  readonly window: PublicWindow;
  readonly components: readonly Component[];
  /** UTC ms; only to say that a planned start has passed. */
  readonly now: number;
}

/** A window in a list: what, when, how badly, where, and the last word. */
export function WindowCard({ window, components, now }: CardProps): JSX.Element {
  const { say, to } = useReading();
  const lang = writtenIn(window, say);
  const touched = touchedBy(components, window.locations);
  // the newest one, as on the window's own page; that it is announced or delayed the card says by itself
  const latest = window.updates.find(({ type }) => !['announced', 'delayed'].includes(type));
  return (
    <article class={`card tone-${windowTone(window)}`}>
      <p class="card-head">
        <Badge tone={windowTone(window)} text={stateWords(window, say)} />
        <span class="muted">
          {say.classes[window.class]} · {window.reference}
        </span>
      </p>
      <h3>
        <a href={to(`windows/${encodeURIComponent(window.reference)}`)}>
          <Title window={window} />
        </a>
      </h3>
      <p class="when">
        <Period slot={window} />
      </p>
      <NotBegun window={window} now={now} class="honest" />
      <p>{impactText(window.impact, say)}</p>
      {window.work === null ? null : <p>{workText(window.work, say)}</p>}
      {touched.length > 0 ? <Places components={touched} /> : null}
      {latest ? (
        <div class="latest">
          <p class="latest-head">
            <strong>{say.updates[latest.type]}</strong> <Moment at={latest.at} />
          </p>
          {latest.type === 'posted' ? (
            <Prose text={latest.message} lang={lang} />
          ) : (
            updateParts(latest, window, say).map((part) => (
              <Said key={part.ours + part.theirs} part={part} lang={lang} />
            ))
          )}
        </div>
      ) : null}
      {window.nextUpdateBy === null ? null : (
        <p class="promise">
          <NextUpdate by={window.nextUpdateBy} now={now} />
        </p>
      )}
    </article>
  );
}

/** L4: the promise of the next word, and honestly that it was not kept. */
export function NextUpdate({ by, now }: { readonly by: number; readonly now: number }): JSX.Element {
  const { card } = useReading().say;
  return by < now ? (
    <>
      {card.updateLate[0]}
      <Moment at={by} />
      {card.updateLate[1]}
    </>
  ) : (
    <>
      {card.nextUpdate} <Moment at={by} />
    </>
  );
}

interface NotBegunProps extends Pick<CardProps, 'window' | 'now'> {
  readonly class: string;
}

/**
 * L2: a clock does not start the work, so the page does not say it has started; nor is it silent (L12). Nothing before the planned
 * start, and once the work has begun.
 */
export function NotBegun({ window, now, class: name }: NotBegunProps): JSX.Element | null {
  const { say } = useReading();
  if (now <= window.startsAt || !['announced', 'delayed'].includes(window.phase)) return null;
  if (window.phase === 'announced') return <p class={name}>{say.card.startUnconfirmed}</p>;
  return <p class={name}>{say.delays[now < window.endsAt ? 'half-gone' : 'over']}</p>;
}
