import type { JSX } from 'preact';
import { Moment } from '../site/moment';
import { Prose } from '../site/prose';
import { useReading } from '../site/reading';
import type { PublicReport } from '../../domain/public/updates';
import { reportSections } from '../../domain/public/wording';

interface ReportProps {
  readonly report: PublicReport;
  readonly publishedAt: number;
  /** Of what it says, where that is not the page's. */
  readonly lang: string | undefined;
}

/** The latest published reason-for-outage report (E4). */
export function Report({ report, publishedAt, lang }: ReportProps): JSX.Element {
  const { say } = useReading();
  return (
    <section class="report" aria-labelledby="report">
      <h2 id="report">{report.state === 'preliminary' ? say.window.preliminary : say.updates.report}</h2>
      <p class="muted">
        {say.window.published} <Moment at={publishedAt} />
      </p>
      {reportSections(report, say).map(({ heading, paragraphs }) => (
        <div key={heading}>
          <h3>{heading}</h3>
          {paragraphs.length === 1 ? (
            <Prose text={paragraphs[0] ?? ''} lang={lang} />
          ) : (
            <ul>
              {paragraphs.map((paragraph) => (
                <li key={paragraph} class="prose" lang={lang}>
                  {paragraph}
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}
