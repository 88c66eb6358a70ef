import type { PublicWindow } from '../../domain/public/window';
import type { JSX } from 'preact';
import { Moment, Period } from '../site/moment';
import { Prose } from '../site/prose';
import type { PublicUpdate } from '../../domain/public/updates';
import { UPDATE_WORDS, updateParagraphs } from '../../domain/public/wording';

/** The window's public life, newest first. */
export function Progress({ window }: { readonly window: PublicWindow }): JSX.Element {
  return (
    <ol class="progress" reversed>
      {window.updates.map((update) => (
        <li key={update.sequence} class={`update-${update.type}`}>
          <h3>{update.type === 'report' ? reportTitle(update.report.state) : UPDATE_WORDS[update.type]}</h3>
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
  switch (update.type) {
    case 'announced':
      return (
        <p>
          Planned for <Period slot={update.slot} />
        </p>
      );
    case 'rescheduled':
    case 'extended':
      return (
        <>
          <dl class="moved">
            <div>
              <dt>{update.type === 'extended' ? 'Old window' : 'Old date'}</dt>
              <dd>
                <del>
                  <Period slot={update.from} />
                </del>
              </dd>
            </div>
            <div>
              <dt>{update.type === 'extended' ? 'New window' : 'New date'}</dt>
              <dd>
                <Period slot={update.to} />
              </dd>
            </div>
          </dl>
          <Prose text={`Reason: ${update.reason}`} />
        </>
      );
    case 'posted':
      return (
        <>
          <Prose text={update.message} />
          {update.nextUpdateBy === null ? null : (
            <p class="promise">
              Next update by <Moment at={update.nextUpdateBy} />
            </p>
          )}
        </>
      );
    case 'report':
      return <Prose text={update.report.summary} />;
    default:
      return (
        <>
          {updateParagraphs(update, window).map((text) => (
            <Prose key={text} text={text} />
          ))}
        </>
      );
  }
}

const reportTitle = (state: 'preliminary' | 'final') =>
  state === 'preliminary' ? 'Preliminary report published' : 'Reason-for-outage report published';
