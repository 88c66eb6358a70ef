import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Moment, Period } from '../site/moment';
import { Prose, Said } from '../site/prose';
import { useReading } from '../site/reading';
import { writtenIn } from '../site/worded';
import type { PublicUpdate } from '../../domain/public/updates';
import { updateParts } from '../../domain/public/wording';

/** The window's public life, newest first. */
export function Progress({ window }: { readonly window: PublicWindow }): JSX.Element {
  const { say } = useReading();
  const reportTitle = (state: 'preliminary' | 'final') =>
    state === 'preliminary' ? say.window.preliminaryPublished : say.window.reportPublished;
  return (
    <ol class="progress" reversed>
      {window.updates.map((update) => (
        <li key={update.sequence} class={`update-${update.type}`}>
          <h3>{update.type === 'report' ? reportTitle(update.report.state) : say.updates[update.type]}</h3>
          <p class="stamp">
            <Moment at={update.at} />
          </p>
          <UpdateText update={update} window={window} />
        </li>
      ))}
    </ol>
  );
}

/** As in the feeds, but with times the script can put beside the reader's own, and the report's text only once on the page. */
function UpdateText({ update, window }: { readonly update: PublicUpdate; readonly window: PublicWindow }): JSX.Element {
  const { say } = useReading();
  const lang = writtenIn(window, say);
  switch (update.type) {
    case 'announced':
      return (
        <p>
          {say.window.plannedFor} <Period slot={update.slot} />
        </p>
      );
    case 'rescheduled':
    case 'extended':
      return (
        <>
          <dl class="moved">
            <div>
              <dt>{update.type === 'extended' ? say.window.oldWindow : say.window.oldDate}</dt>
              <dd>
                <del>
                  <Period slot={update.from} />
                </del>
              </dd>
            </div>
            <div>
              <dt>{update.type === 'extended' ? say.window.newWindow : say.window.newDate}</dt>
              <dd>
                <Period slot={update.to} />
              </dd>
            </div>
          </dl>
          <Said part={{ ours: say.because, theirs: update.reason }} lang={lang} />
        </>
      );
    case 'posted':
      return (
        <>
          <Prose text={update.message} lang={lang} />
          {update.nextUpdateBy === null ? null : (
            <p class="promise">
              {say.card.nextUpdate} <Moment at={update.nextUpdateBy} />
            </p>
          )}
        </>
      );
    case 'report':
      return <Prose text={update.report.summary} lang={lang} />;
    default:
      return (
        <>
          {updateParts(update, window, say).map((part) => (
            <Said key={part.ours + part.theirs} part={part} lang={lang} />
          ))}
        </>
      );
  }
}
