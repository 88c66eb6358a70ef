import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { touchedBy, type Component } from '../status/components';
import { windowTone } from '../status/tones';
import { CLASS_WORDS, impactText, PHASE_WORDS, UPDATE_WORDS, updateParagraphs } from '../../domain/public/wording';
import { Badge } from './badge';
import { Moment, Period } from './moment';
import { Places } from './places';
import { Prose } from './prose';

interface CardProps {
  readonly window: PublicWindow;
  readonly components: readonly Component[];
  /** UTC ms; only to say that a planned start has passed. */
  readonly now: number;
}

/** A window in a list: what, when, how badly, where, and the last word. */
export function WindowCard({ window, components, now }: CardProps): JSX.Element {
  const touched = touchedBy(components, window.locations);
  // the card says by itself that the window is announced or overdue
  const latest = window.updates.find(({ type }) => type !== 'announced' && type !== 'overdue');
  return (
    <article class={`card tone-${windowTone(window)}`}>
      <p class="card-head">
        <Badge tone={windowTone(window)} text={PHASE_WORDS[window.phase]} />
        <span class="muted">
          {CLASS_WORDS[window.class]} · {window.reference}
        </span>
      </p>
      <h3>
        <a href={`windows/${encodeURIComponent(window.reference)}`}>{window.title}</a>
      </h3>
      <p class="when">
        <Period slot={window} />
      </p>
      {isStartUnconfirmed(window, now) ? <p class="honest">{START_UNCONFIRMED}</p> : null}
      <p>{impactText(window.impact)}</p>
      {touched.length > 0 ? <Places components={touched} /> : null}
      {latest ? (
        <div class="latest">
          <p class="latest-head">
            <strong>{UPDATE_WORDS[latest.type]}</strong> <Moment at={latest.at} />
          </p>
          <Prose text={latest.type === 'posted' ? latest.message : updateParagraphs(latest, window).join('\n')} />
        </div>
      ) : null}
      {window.nextUpdateBy === null ? null : (
        <p class="promise">
          Next update by <Moment at={window.nextUpdateBy} />
        </p>
      )}
    </article>
  );
}

/** L2: a clock does not start the work, so the page does not say it has started; nor is it silent. */
export function isStartUnconfirmed(window: PublicWindow, now: number): boolean {
  return window.phase === 'announced' && now > window.startsAt;
}

export const START_UNCONFIRMED = 'The planned start has passed; the start of the work has not been confirmed yet.';
