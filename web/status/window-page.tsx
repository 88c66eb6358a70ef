import { isUrgent } from '../../domain/brands/support';
import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Fact } from '../site/fact';
import { Badge } from '../site/badge';
import { Layout } from '../site/layout';
import { Moment, Period } from '../site/moment';
import { Places } from '../site/places';
import { Prose } from '../site/prose';
import { useReading } from '../site/reading';
import type { Site } from '../site/site';
import { NextUpdate, NotBegun } from '../site/window-card';
import { NotTranslated, said, Title, worded, writtenIn } from '../site/worded';
import { RUNNING_PHASES } from '../../store/public/public-page';
import { touchedBy, type Component } from './components';
import { Progress } from './progress';
import { Report } from './report';
import { windowTone } from './tones';
import {
  classWord,
  customerImpactText,
  impactText,
  isRolledBack,
  stateWords,
  workText,
} from '../../domain/public/wording';

interface WindowPageProps {
  readonly site: Site;
  readonly window: PublicWindow;
  readonly components: readonly Component[];
  readonly now: number;
}

/** `/windows/:reference`: everything the public may know of one window. */
export function WindowPage({ site, window, components, now }: WindowPageProps): JSX.Element {
  const { say } = site;
  const published = window.updates.find((update) => update.type === 'report');
  return (
    <Layout
      site={site}
      title={`${worded(window, 'title', say).text} · ${site.providerName} ${say.status}`}
      description={`${classWord(window, say)} ${window.reference}: ${stateWords(window, say)}.`}
      root="../"
      live
      urgent={isUrgent(window)}
    >
      <header class="window-head">
        <p>
          <Badge tone={windowTone(window)} text={stateWords(window, say)} />
        </p>
        <h1>
          <Title window={window} />
        </h1>
        <p class="muted">
          {classWord(window, say)} · {window.reference}
        </p>
        <NotTranslated windows={[window]} />
      </header>
      <Honest window={window} now={now} />
      <Facts window={window} touched={touchedBy(components, window.locations)} now={now} />
      {published?.type === 'report' ? (
        <Report report={published.report} publishedAt={published.at} lang={writtenIn(window, say)} />
      ) : null}
      <section aria-labelledby="progress">
        <h2 id="progress">{say.window.progress}</h2>
        <Progress window={window} />
      </section>
      {site.hasPortal === true ? (
        <p class="more">
          <a href={`/portal/windows/${encodeURIComponent(window.reference)}`}>{say.window.signIn}</a>
        </p>
      ) : null}
      <p class="more">
        <a href={site.to('../')}>{say.window.allCurrent}</a>
      </p>
    </Layout>
  );
}

/** What a reader must not miss, said before everything else. */
export function Honest({ window, now }: Pick<WindowPageProps, 'window' | 'now'>): JSX.Element | null {
  const { say } = useReading();
  const cancelled = window.updates.find((update) => update.type === 'cancelled');
  if (window.phase === 'cancelled' && cancelled?.type === 'cancelled') {
    return (
      <div class="callout tone-quiet">
        <p>
          <strong>{say.window.cancelled}</strong>
        </p>
        <Prose {...said(cancelled.reason, window, say)} />
      </div>
    );
  }
  const begun = window.updates.find((update) => update.type === 'rolling-back');
  if (begun?.type === 'rolling-back') {
    return (
      <div class={`callout tone-${windowTone(window)}`}>
        <p>
          <strong>{isRolledBack(window) ? say.window.rolledBack : say.window.rollingBack}</strong>
        </p>
        <Prose {...said(begun.reason, window, say)} />
      </div>
    );
  }
  // newest first: an extension after it gives the work a new end
  const last = window.updates.find(({ type }) => type === 'overdue' || type === 'extended');
  if (RUNNING_PHASES.includes(window.phase) && last?.type === 'overdue') {
    return (
      <p class="callout tone-late">
        <strong>{say.window.overdue[0]}</strong>
        {say.window.overdue[1]}
        <Moment at={window.endsAt} />
      </p>
    );
  }
  return <NotBegun window={window} now={now} class="callout tone-late" />;
}

interface FactsProps {
  readonly window: PublicWindow;
  readonly touched: readonly Component[];
  readonly now: number;
}

/** What is known of it, by name. */
export function Facts({ window, touched, now }: FactsProps): JSX.Element {
  const { say } = useReading();
  const { window: words } = say;
  const description = worded(window, 'impactDescription', say);
  const action = worded(window, 'customerAction', say);
  const published = window.updates.some((update) => update.type === 'report');
  return (
    <section aria-label={words.facts}>
      <dl class="facts">
        <Fact name={words.planned}>
          <Period slot={window} />
        </Fact>
        {window.startedAt === null ? null : (
          <Fact name={words.started}>
            <Moment at={window.startedAt} />
          </Fact>
        )}
        {window.work === null ? null : <Fact name={words.progress}>{workText(window.work, say)}</Fact>}
        {window.endedAt === null ? null : (
          <Fact name={isRolledBack(window) ? say.phases['rolled-back'] : words.ended}>
            <Moment at={window.endedAt} />
          </Fact>
        )}
        {window.cancelledAt === null ? null : (
          <Fact name={words.cancelledAt}>
            <Moment at={window.cancelledAt} />
          </Fact>
        )}
        {window.nextUpdateBy === null ? null : (
          <Fact name={words.nextUpdate}>
            <NextUpdate by={window.nextUpdateBy} now={now} />
          </Fact>
        )}
        <Fact name={words.expectedImpact}>
          <p>{impactText(window.impact, say)}</p>
          <Prose {...description} />
        </Fact>
        {window.customerImpactMinutes === null ? null : (
          <Fact name={words.actualImpact}>{customerImpactText(window.customerImpactMinutes, say)}</Fact>
        )}
        {touched.length === 0 ? null : (
          <Fact name={words.locations}>
            <Places components={touched} />
          </Fact>
        )}
        <Fact name={words.reason}>{say.reasons[window.reason]}</Fact>
        <Fact name={words.action}>
          <Prose {...action} />
        </Fact>
        {window.reportOwed && !published ? <Fact name={words.report}>{words.reportFollows}</Fact> : null}
      </dl>
    </section>
  );
}
