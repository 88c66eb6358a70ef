import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Badge } from '../site/badge';
import { Layout } from '../site/layout';
import { Moment, Period } from '../site/moment';
import type { Site } from '../site/site';
import { useReading } from '../site/reading';
import { Title } from '../site/worded';
import type { SiteWords } from '../words/site-words';
import { monthText } from '../../domain/public/times';
import { windowTone } from './tones';
import { classWord, stateWords } from '../../domain/public/wording';

interface HistoryPageProps {
  readonly site: Site;
  /** Latest end first. */
  readonly windows: readonly PublicWindow[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
}

/** `/history`: what is over, by the month in which it ended. */
export function HistoryPage({ site, windows, page, pages }: HistoryPageProps): JSX.Element {
  const { say, to } = site;
  return (
    <Layout
      site={site}
      title={`${say.history.title} · ${site.providerName} ${say.status}`}
      description={say.history.description(site.providerName)}
      root="./"
      here="history"
      {...(page > 1 ? { query: `page=${String(page)}` } : {})}
    >
      <h1>{say.history.title}</h1>
      {windows.length === 0 ? <p class="none">{say.history.none}</p> : null}
      {byMonth(windows, say).map(({ month, windows: ended }) => (
        <section key={month} class="month">
          <h2>{month}</h2>
          <ul class="rows">
            {ended.map((window) => (
              <li key={window.reference}>
                <div>
                  <h3>
                    <a href={to(`windows/${encodeURIComponent(window.reference)}`)}>
                      <Title window={window} />
                    </a>
                  </h3>
                  <p class="when">
                    <When window={window} />
                  </p>
                  {window.cancelledAt === null ? null : (
                    <p class="when">
                      {say.history.cancelled} <Moment at={window.cancelledAt} />
                    </p>
                  )}
                  <p class="muted">
                    {classWord(window, say)} · {window.reference}
                  </p>
                </div>
                <Badge tone={windowTone(window)} text={stateWords(window, say)} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {pages > 1 ? <Pages page={page} pages={pages} /> : null}
    </Layout>
  );
}

/** When it really was (L3), of what was called off when it was to be: the month above is that of the end or the cancellation. */
function When({ window }: { readonly window: PublicWindow }): JSX.Element {
  const { startedAt, endedAt, cancelledAt } = window;
  if (startedAt !== null && endedAt !== null) return <Period slot={{ startsAt: startedAt, endsAt: endedAt }} />;
  return cancelledAt === null ? <Moment at={window.updatedAt} /> : <Period slot={window} />;
}

function Pages({ page, pages }: Pick<HistoryPageProps, 'page' | 'pages'>): JSX.Element {
  const { say, to } = useReading();
  const { history } = say;
  return (
    <nav class="pages" aria-label={history.pages}>
      {page > 1 ? (
        <a href={to(page === 2 ? 'history' : `history?page=${String(page - 1)}`)} rel="prev">
          {history.newer}
        </a>
      ) : (
        <span />
      )}
      <span class="muted">{history.page(page, pages)}</span>
      {page < pages ? (
        <a href={to(`history?page=${String(page + 1)}`)} rel="next">
          {history.older}
        </a>
      ) : (
        <span />
      )}
    </nav>
  );
}

function byMonth(windows: readonly PublicWindow[], say: SiteWords) {
  const months: { month: string; windows: PublicWindow[] }[] = [];
  for (const window of windows) {
    const month = monthText(window.endedAt ?? window.cancelledAt ?? window.updatedAt, say);
    const last = months.at(-1);
    if (last?.month === month) last.windows.push(window);
    else months.push({ month, windows: [window] });
  }
  return months;
}
