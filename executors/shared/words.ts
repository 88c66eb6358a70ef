import type { Evidence } from '../../activities/ports/executor';
import { oneLine } from '../../channels/convergence/one-line';

const MOST_VALUES = 20;

/** What of a value from outside can be kept as evidence: its texts, figures and truths, 20 at most, texts cut to 300 characters. */
export function evidenceIn(value: unknown): Evidence {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  const kept: Record<string, string | number | boolean> = {};
  for (const [name, entry] of Object.entries(value).slice(0, MOST_VALUES)) {
    if (!/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(name)) continue;
    if (typeof entry === 'string') kept[name] = oneLine(entry);
    else if (typeof entry === 'number' || typeof entry === 'boolean') kept[name] = entry;
  }
  return kept;
}
