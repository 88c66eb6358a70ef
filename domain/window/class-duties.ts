import type { NoticePolicy } from '../notices/notice-policy';
import type { Fault } from '../shared/validation';
import { classOf, nameOfClass, unknownClass, type NamedClass } from './classes';
import type { OpeningOutput } from './opening';

/** What a class asks of the body that opens a window (N2, E1), also under a name of the provider's own (P6). */

/** What the class asks for and the body does not have, or the other way round (N2, E1). */
export function dutiesMissing(
  body: { readonly justification?: unknown; readonly emergency?: unknown },
  named: NamedClass,
): Fault[] {
  const isEmergency = named.class === 'emergency';
  const like = named.className === undefined ? '' : `, which ${named.className} is like`;
  if (named.class === 'expedited' && !body.justification) {
    const message = `is required for an expedited window${like}: why it cannot wait, and what keeps the outage short (N2)`;
    return [{ field: 'justification', message }];
  }
  if (isEmergency && !body.emergency) {
    const message = `is required for an emergency${like}: trigger, necessity, risk and mitigation (E1)`;
    return [{ field: 'emergency', message }];
  }
  if (isEmergency || !body.emergency) return [];
  const message = `belongs to class emergency, not ${nameOfClass(named)}: leave it out or change the class`;
  return [{ field: 'emergency', message }];
}

/**
 * What is wrong with a body whose class is one of the provider's own (P6): a name that these rules do not have, or a duty of the class
 * that it is like. Of the three classes `openingSchema` says it.
 */
export function classFaults(
  body: Pick<OpeningOutput, 'class' | 'justification' | 'emergency'>,
  policy: Pick<NoticePolicy, 'ownClasses'>,
): Fault[] {
  const named = classOf(body.class, policy);
  if (!named) return [{ field: 'class', message: unknownClass(body.class, policy) }];
  return named.className === undefined ? [] : dutiesMissing(body, named);
}
