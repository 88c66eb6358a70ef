import type { JSX } from 'preact';
import { isOffered } from '../../../domain/acting/forms/forms';
import { utcText } from '../../../domain/public/times';
import { SKIP_CAUSES, WORK_BY, WORK_STATE_NAMES, WORK_STATES, type WorkState } from '../../../domain/work/states';
import type { WindowView } from '../../../domain/window/view';
import type { WorkCounts } from '../../../activities/ports/work';
import type { Page } from '../../../store/database/cursor';
import type { ListedWork } from '../../../store/work/listed';
import type { Asked } from '../area';
import { commandHref } from '../command/command-page';
import { inFigures } from '../figures';
import { Pager, Table, windowHref } from '../parts';
import { WindowFrame } from './frame';

interface WorkProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly state: WorkState | undefined;
  readonly page: Page<ListedWork>;
  readonly counts: WorkCounts;
}

/** `/console/windows/{reference}/work`: what became of the work on each resource (S2), and what people decide of it. */
export function WindowWork({ frame, view, state, page, counts }: WorkProps): JSX.Element {
  const { reference } = view;
  const may = (name: 'skipWork' | 'retryWork') =>
    isOffered(name, view) && frame.may(`POST /v1/windows/{reference}/${name}`);
  return (
    <WindowFrame {...{ frame, view, here: 'work' }}>
      <ul class="figures">
        {WORK_STATE_NAMES.filter((name) => counts[name] > 0).map((name) => (
          <li key={name}>
            <a href={`${windowHref(reference)}/work?state=${name}`}>
              {inFigures(counts[name])} {WORK_STATES[name].words}
            </a>
          </li>
        ))}
        <li>
          <a href={`${windowHref(reference)}/work`}>all</a>
        </li>
      </ul>
      <form method="get" class="work">
        <h2 id="work">{state === undefined ? 'In the order of the work' : WORK_STATES[state].words}</h2>
        <Table labelledBy="work" columns={['Resource', 'State', 'By', 'Since']}>
          {page.items.map(({ resource, state: now, by, who, cause, since }) => (
            <tr key={resource.id}>
              <th scope="row">
                <label class="choice">
                  <input type="checkbox" name="resources" value={resource.id} /> {resource.name}
                </label>{' '}
                <span class="muted">{resource.id}</span>
              </th>
              <td>
                {WORK_STATES[now].words}
                {cause === null ? '' : `: ${SKIP_CAUSES[cause]}`}
              </td>
              <td>{by === null ? '' : (who ?? WORK_BY[by])}</td>
              <td>{utcText(since)}</td>
            </tr>
          ))}
        </Table>
        <p class="buttons">
          {may('retryWork') ? (
            <button type="submit" class="second" formaction={commandHref(reference, 'retryWork')}>
              Try the chosen again
            </button>
          ) : null}
          {may('skipWork') ? (
            <button type="submit" class="second" formaction={commandHref(reference, 'skipWork')}>
              Leave the chosen out
            </button>
          ) : null}
        </p>
      </form>
      <Pager query={{ state }} next={page.next} words="More resources" />
    </WindowFrame>
  );
}
