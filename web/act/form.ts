import { z } from 'zod';
import type { GivenByForm } from '../../use-cases/act-by-link';

const typedForm = z.record(z.string().max(100), z.union([z.string(), z.array(z.string())]));

/** Which tasks were ticked. */
export function tasksIn(body: unknown): GivenByForm['tasks'] {
  const { data = {} } = typedForm.safeParse(body);
  if (data.all !== undefined) return 'all';
  return [data.task ?? []].flat().flatMap((id) => (/^\d{1,15}$/.test(id) ? [Number(id)] : []));
}
