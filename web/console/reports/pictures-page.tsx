import type { JSX } from 'preact';
import type { FanOut } from '../../../store/ledger/over-time';
import type { WindowSummary } from '../../../store/windows/windows';
import { DeliveriesOverTime } from '../../pictures/deliveries-over-time';
import type { Life } from '../../pictures/life';
import { LifeLine } from '../../pictures/life-line';
import type { Asked } from '../area';
import { ConsoleLayout } from '../layout';
import { windowHref } from '../parts';

interface PicturesProps {
  readonly frame: Asked['frame'];
  /** UTC ms. */
  readonly now: number;
  readonly window: WindowSummary;
  readonly life: Life;
  readonly fanOuts: readonly FanOut[];
}

/** `/console/windows/{reference}/pictures`: a window's life on one line, and how fast its notices arrived. */
export function PicturesPage({ frame, now, window: { view }, life, fanOuts }: PicturesProps): JSX.Element {
  return (
    <ConsoleLayout {...frame} title={`${view.reference} in pictures`} here="windows">
      <p>
        <a href={windowHref(view.reference)}>
          <bdi>{view.spec.title}</bdi>
        </a>
      </p>
      <LifeLine life={life} now={now} />
      <DeliveriesOverTime fanOuts={fanOuts} />
    </ConsoleLayout>
  );
}
