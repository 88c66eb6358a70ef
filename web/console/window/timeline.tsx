import type { JSX } from 'preact';
import { describeAnswer } from '../../../domain/delivery/acknowledgement';
import { utcText } from '../../../domain/public/times';
import { actorInWords } from '../../../domain/shared/actor';
import { describeEvent } from '../../../domain/window/events';
import type { WindowView } from '../../../domain/window/view';
import type { Page } from '../../../store/database/cursor';
import type { TimelineLine } from '../../../store/windows/timeline-page';
import type { Asked } from '../area';
import { Pager } from '../parts';
import { WindowFrame } from './frame';

interface TimelineProps {
  readonly frame: Asked['frame'];
  readonly view: WindowView;
  readonly page: Page<TimelineLine>;
}

/** `/console/windows/{reference}/timeline`: everything that happened, in order, page by page (T2). */
export function WindowTimeline({ frame, view, page }: TimelineProps): JSX.Element {
  return (
    <WindowFrame {...{ frame, view, here: 'timeline' }}>
      <h2 id="timeline">What happened</h2>
      <ol class="timeline">
        {page.items.map((line) => (
          <li key={keyOf(line)}>
            <span class="muted">{utcText(line.at)}</span> {wordsOf(line)}
          </li>
        ))}
      </ol>
      <Pager query={{}} next={page.next} words="What happened then" />
    </WindowFrame>
  );
}

const isAnswer = (line: TimelineLine) => 'after' in line;

function keyOf(line: TimelineLine): string {
  return isAnswer(line)
    ? `answer ${String(line.after)} ${String(line.at)} ${describeAnswer(line)}`
    : `step ${String(line.sequence)}`;
}

function wordsOf(line: TimelineLine): string {
  return isAnswer(line) ? describeAnswer(line) : `${describeEvent(line.event)} (${actorInWords(line)}, ${line.door})`;
}
