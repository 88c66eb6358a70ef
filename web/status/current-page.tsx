import { isUrgent } from '../../domain/brands/support';
import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Badge } from '../site/badge';
import { Icon } from '../site/icon';
import { Layout } from '../site/layout';
import { Moment } from '../site/moment';
import { useReading } from '../site/reading';
import type { Site } from '../site/site';
import { WindowCard } from '../site/window-card';
import { NotTranslated } from '../site/worded';
import { standing, type Component, type OverallStatus } from './components';
import { COMPONENT_TONES, INDICATOR_TONES } from './tones';

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
  const { say, to } = site;
  const stands = standing(components, running, say);
  return (
    <Layout
      site={site}
      title={`${stands} · ${site.providerName} ${say.status}`}
      description={say.current.description(site.providerName)}
      root="./"
      here="current"
      live
      urgent={running.length > 0 || [...delayed, ...upcoming].some(isUrgent)}
    >
      <section class={`banner tone-${tone}`} aria-labelledby="status">
        <Icon tone={tone} />
        <div>
          <h1 id="status">{stands}</h1>
          <p>{say.current.inBrief(running.length, upcoming.length, delayed.length)}</p>
          {updatedAt === null ? null : (
            <p class="muted">
              {say.current.lastNews} <Moment at={updatedAt} />
            </p>
          )}
        </div>
      </section>
      {running.length > 0 ? (
        <section aria-labelledby="running">
          <h2 id="running">{say.current.running}</h2>
          <Cards windows={running} components={components} now={now} />
        </section>
      ) : null}
      {delayed.length > 0 ? (
        <section aria-labelledby="delayed">
          <h2 id="delayed">{say.current.delayed}</h2>
          <Cards windows={delayed} components={components} now={now} />
        </section>
      ) : null}
      <section aria-labelledby="upcoming">
        <h2 id="upcoming">{say.current.upcoming}</h2>
        {upcoming.length > 0 ? (
          <Cards windows={upcoming} components={components} now={now} />
        ) : (
          <p class="none">{say.current.nothingPlanned}</p>
        )}
      </section>
      <NotTranslated windows={[...running, ...delayed, ...upcoming]} />
      {components.length > 0 ? <Locations components={components} /> : null}
      <p class="more">
        <a href={to('history')}>{say.current.past}</a> · <a href={to('subscribe')}>{say.current.follow}</a>
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
  const { say } = useReading();
  const tops = components.filter(({ groupId }) => groupId === null);
  return (
    <section aria-labelledby="locations">
      <h2 id="locations">{say.current.locations}</h2>
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
                    <Badge tone={COMPONENT_TONES[status]} text={say.components[status]} />
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
