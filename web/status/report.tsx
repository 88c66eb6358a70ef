import type { JSX } from 'preact';
import { Moment } from '../site/moment';
import { Prose } from '../site/prose';
import type { PublicReport } from '../../domain/public/updates';
import { reportSections } from '../../domain/public/wording';

interface ReportProps {
  readonly report: PublicReport;
  readonly publishedAt: number;
}

/** The latest published reason-for-outage report (E4). */
export function Report({ report, publishedAt }: ReportProps): JSX.Element {
  return (
    <section class="report" aria-labelledby="report">
      <h2 id="report">{report.state === 'preliminary' ? 'Preliminary report' : 'Reason-for-outage report'}</h2>
      <p class="muted">
        Published <Moment at={publishedAt} />
      </p>
      {reportSections(report).map(({ heading, paragraphs }) => (
        <div key={heading}>
          <h3>{heading}</h3>
          {paragraphs.length === 1 ? (
            <Prose text={paragraphs[0] ?? ''} />
          ) : (
            <ul>
              {paragraphs.map((paragraph) => (
                <li key={paragraph} class="prose">
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
