import type { JSX } from 'preact';

/** What a thing's state means to the reader: shape, colour and word follow it together. */
export type Tone = 'good' | 'planned' | 'working' | 'late' | 'minor' | 'major' | 'critical' | 'quiet';

const CIRCLE = 'M12 2.5a9.5 9.5 0 1 1 0 19 9.5 9.5 0 0 1 0-19Z';
const TRIANGLE = 'M12 3.2 22 20.5H2Z M12 10v4.5 M12 17.4v.2';

/** A shape of its own for each tone, so that colour is never the only signal. */
const SHAPES: Record<Tone, string> = {
  good: `${CIRCLE} M7.8 12.3l2.9 2.9 5.6-6.2`,
  planned: 'M4 5.5h16v15H4Z M4 10h16 M8.5 3v4.5 M15.5 3v4.5',
  working:
    'M15.6 3.6a5.2 5.2 0 0 0-6.4 6.9L3.4 16.3a2.4 2.4 0 0 0 3.4 3.4l5.8-5.8a5.2 5.2 0 0 0 6.9-6.4l-3 3-2.7-.7-.7-2.7Z',
  late: `${CIRCLE} M12 6.5V12l3.8 2.4`,
  minor: TRIANGLE,
  major: TRIANGLE,
  critical: `${CIRCLE} M8.5 8.5l7 7 M15.5 8.5l-7 7`,
  quiet: `${CIRCLE} M7.5 12h9`,
};

/** Decoration beside a word that says the same; hidden from screen readers. */
export function Icon({ tone }: { readonly tone: Tone }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[tone]} />
    </svg>
  );
}
