import { isUrgent } from '../../domain/brands/support';
import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Badge } from '../site/badge';
import { Icon } from '../site/icon';
import { Layout } from '../site/layout';
import { Moment } from '../site/moment';
import type { Site } from '../site/site';
import { WindowCard } from '../site/window-card';
import { standing, type Component, type OverallStatus } from './components';
import { COMPONENT_TONES, COMPONENT_WORDS, INDICATOR_TONES } from './tones';

interface CurrentPageProps {
  readonly site: Site;
  readonly status: OverallStatus;
  readonly components: readonly Component[];
  readonly running: readonly PublicWindow[];
  /** Their planned start has passed and nobody has said that the work has begun (L12). */
  readonly delayed: readonly PublicWindow[];
  readonly upcoming: readonly PublicWindow[];
  readonly updatedAt: number | null;
  readonly now: number;
}

/** `/`: how things stand, what is under way, what comes. */
export function CurrentPage(props: CurrentPageProps): JSX.Element {
  const { site, status, components, running, delayed, upcoming, updatedAt, now } = props;
  const tone = INDICATOR_TONES[status.indicator];
  const stands = standing(components, running);
  return (
    <Layout
      site={site}
      title={`${stands} · ${site.providerName} Status`}
      description={`Maintenance of ${site.providerName}: in progress, upcoming and past.`}
      root="./"
      here="current"
      live
      urgent={running.length > 0 || [...delayed, ...upcoming].some(isUrgent)}
    >
      <section class={`banner tone-${tone}`} aria-labelledby="status">
        <Icon tone={tone} />
        <div>
          <h1 id="status">{stands}</h1>
          <p>
            {inBrief(running.length, upcoming.length)}
            {delayed.length > 0 ? ` ${late(delayed.length)}` : ''}
          </p>
          {updatedAt === null ? null : (
            <p class="muted">
              Last news: <Moment at={updatedAt} />
            </p>
          )}
        </div>
      </section>
      {running.length > 0 ? (
        <section aria-labelledby="running">
          <h2 id="running">In progress</h2>
          <Cards windows={running} components={components} now={now} />
        </section>
      ) : null}
      {delayed.length > 0 ? (
        <section aria-labelledby="delayed">
          <h2 id="delayed">Delayed</h2>
          <Cards windows={delayed} components={components} now={now} />
        </section>
      ) : null}
      <section aria-labelledby="upcoming">
        <h2 id="upcoming">Upcoming</h2>
        {upcoming.length > 0 ? (
          <Cards windows={upcoming} components={components} now={now} />
        ) : (
          <p class="none">No maintenance is planned.</p>
        )}
      </section>
      {components.length > 0 ? <Locations components={components} /> : null}
      <p class="more">
        <a href="history">Past maintenance</a> · <a href="subscribe">Get updates by mail, feed or calendar</a>
      </p>
    </Layout>
  );
}

function Cards(props: Pick<CurrentPageProps, 'components' | 'now'> & { readonly windows: readonly PublicWindow[] }) {
  return (
    <div class="cards">
      {props.windows.map((window) => (
        <WindowCard key={window.reference} window={window} components={props.components} now={props.now} />
      ))}
    </div>
  );
}

/** Every region with its datacenters; groups are headings, not rows of their own. */
function Locations({ components }: { readonly components: readonly Component[] }): JSX.Element {
  const tops = components.filter(({ groupId }) => groupId === null);
  return (
    <section aria-labelledby="locations">
      <h2 id="locations">Locations</h2>
      <div class="locations">
        {tops.map((top) => {
          const members = components.filter(({ groupId }) => groupId === top.id);
          return (
            <div class="region" key={top.id}>
              {members.length > 0 ? <h3>{top.name}</h3> : null}
              <ul>
                {(members.length > 0 ? members : [top]).map(({ id, name, status }) => (
                  <li key={id}>
                    <span>{name}</span>
                    <Badge tone={COMPONENT_TONES[status]} text={COMPONENT_WORDS[status]} />
                  </li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </section>
  );
}

function inBrief(running: number, upcoming: number): string {
  const now = running === 0 ? 'No maintenance is in progress' : `${count(running)} in progress`;
  const next = upcoming === 0 ? 'none is planned' : `${String(upcoming)} ${running === 0 ? 'planned' : 'more planned'}`;
  return `${now}, ${next}.`;
}

/** `One maintenance is delayed.` */
const late = (n: number) => `${count(n)} delayed.`;

const count = (n: number) => (n === 1 ? 'One maintenance is' : `${String(n)} maintenances are`);
