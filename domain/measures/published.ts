import type { Measure } from '../window/rfo-fields';

/**
 * The measures that customers read in a report (E5): those marked public, without their owners. Reports of earlier versions did not
 * mark any, and showed them all.
 */
export function publishedMeasures(
  measures: readonly Measure[],
): readonly { readonly text: string; readonly due: string }[] {
  return measures.filter((measure) => measure.public !== false).map(({ text, due }) => ({ text, due }));
}
