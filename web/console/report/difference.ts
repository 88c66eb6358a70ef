import type { PlanChange } from '../../../domain/window/plan-parts';
import type { RfoText } from '../../../domain/window/rfo-fields';

/** What is different between two versions of a report (E4), section by section. */
export function changedSections(before: RfoText, after: RfoText): PlanChange[] {
  const [old, now] = [sectionsOf(before), sectionsOf(after)];
  return now.flatMap(([title, text], index) => {
    const was = old[index]?.[1] ?? '';
    return was === text ? [] : [{ key: title, title, before: was, after: text }];
  });
}

function sectionsOf({
  state,
  summary,
  customerImpact,
  rootCause,
  resolution,
  preventiveMeasures,
}: RfoText): [string, string][] {
  return [
    ['State', state],
    ['Summary', summary],
    ['What customers saw', customerImpact ?? ''],
    ['Root cause', rootCause],
    ['Resolution', resolution ?? ''],
    [
      'Preventive measures',
      preventiveMeasures
        .map(
          ({ text, owner, due, public: isPublic = true }) => `${text} (${owner}, ${due}${isPublic ? ', public' : ''})`,
        )
        .join('\n'),
    ],
  ];
}
