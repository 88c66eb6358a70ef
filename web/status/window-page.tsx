import { isUrgent } from '../../domain/brands/support';
import type { PublicWindow } from '../../domain/public/window';
import type { ComponentChildren, JSX } from 'preact';
import { Badge } from '../site/badge';
import { Layout } from '../site/layout';
import { Moment, Period } from '../site/moment';
import { Places } from '../site/places';
import { Prose } from '../site/prose';
import type { Site } from '../site/site';
import { NextUpdate, NotBegun } from '../site/window-card';
import { RUNNING_PHASES } from '../../store/public/public-page';
import { touchedBy, type Component } from './components';
import { Progress } from './progress';
import { Report } from './report';
import { windowTone } from './tones';
import {
  CLASS_WORDS,
  customerImpactText,
  impactText,
  isRolledBack,
  REASON_WORDS,
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
  const published = window.updates.find((update) => update.type === 'report');
  return (
    <Layout
      site={site}
      title={`${window.title} · ${site.providerName} Status`}
      description={`${CLASS_WORDS[window.class]} ${window.reference}: ${stateWords(window)}.`}
      root="../"
      live
      urgent={isUrgent(window)}
    >
      <header class="window-head">
        <p>
          <Badge tone={windowTone(window)} text={stateWords(window)} />
        </p>
        <h1>{window.title}</h1>
        <p class="muted">
          {CLASS_WORDS[window.class]} · {window.reference}
        </p>
      </header>
      <Honest window={window} now={now} />
      <Facts window={window} touched={touchedBy(components, window.locations)} now={now} />
      {published?.type === 'report' ? <Report report={published.report} publishedAt={published.at} /> : null}
      <section aria-labelledby="progress">
        <h2 id="progress">Progress</h2>
        <Progress window={window} />
      </section>
      <p class="more">
        <a href="../">All current maintenance</a>
      </p>
    </Layout>
  );
}

/** What a reader must not miss, said before everything else. */
function Honest({ window, now }: Pick<WindowPageProps, 'window' | 'now'>): JSX.Element | null {
  const cancelled = window.updates.find((update) => update.type === 'cancelled');
  if (window.phase === 'cancelled' && cancelled?.type === 'cancelled') {
    return (
      <div class="callout tone-quiet">
        <p>
          <strong>This maintenance has been cancelled.</strong>
        </p>
        <Prose text={cancelled.reason} />
      </div>
    );
  }
  const begun = window.updates.find((update) => update.type === 'rolling-back');
  if (begun?.type === 'rolling-back') {
    return (
      <div class={`callout tone-${windowTone(window)}`}>
        <p>
          <strong>
            {isRolledBack(window) ? 'This work has been rolled back.' : 'This work is being rolled back.'}
          </strong>
        </p>
        <Prose text={begun.reason} />
      </div>
    );
  }
  // newest first: an extension after it gives the work a new end
  const last = window.updates.find(({ type }) => type === 'overdue' || type === 'extended');
  if (RUNNING_PHASES.includes(window.phase) && last?.type === 'overdue') {
    return (
      <p class="callout tone-late">
        <strong>This work is running past its planned end</strong> of <Moment at={window.endsAt} />
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

function Facts({ window, touched, now }: FactsProps): JSX.Element {
  const published = window.updates.some((update) => update.type === 'report');
  return (
    <section aria-label="Facts">
      <dl class="facts">
        <Fact name="Planned">
          <Period slot={window} />
        </Fact>
        {window.startedAt === null ? null : (
          <Fact name="Started">
            <Moment at={window.startedAt} />
          </Fact>
        )}
        {window.work === null ? null : <Fact name="Progress">{workText(window.work)}</Fact>}
        {window.endedAt === null ? null : (
          <Fact name={isRolledBack(window) ? 'Rolled back' : 'Ended'}>
            <Moment at={window.endedAt} />
          </Fact>
        )}
        {window.cancelledAt === null ? null : (
          <Fact name="Cancelled">
            <Moment at={window.cancelledAt} />
          </Fact>
        )}
        {window.nextUpdateBy === null ? null : (
          <Fact name="Next update">
            <NextUpdate by={window.nextUpdateBy} now={now} />
          </Fact>
        )}
        <Fact name="Expected impact">
          <p>{impactText(window.impact)}</p>
          <Prose text={window.impact.description} />
        </Fact>
        {window.customerImpactMinutes === null ? null : (
          <Fact name="Actual impact">{customerImpactText(window.customerImpactMinutes)}</Fact>
        )}
        {touched.length === 0 ? null : (
          <Fact name="Affected locations">
            <Places components={touched} />
          </Fact>
        )}
        <Fact name="Reason">{REASON_WORDS[window.reason]}</Fact>
        <Fact name="What to do">
          <Prose text={window.customerAction} />
        </Fact>
        {window.reportOwed && !published ? (
          <Fact name="Report">A report on the cause will be published here.</Fact>
        ) : null}
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
