/** A form's fields, those that hold JSON read, as Slack takes them. */
export function fieldsOf(body: unknown): Record<string, unknown> {
  if (typeof body !== 'object' || body === null) return {};
  return Object.fromEntries(
    Object.entries(body).map(([key, value]: [string, unknown]) => [
      key,
      /^(blocks|metadata|files|view)$/.test(key) ? readJson(value) : value,
    ]),
  );
}

function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

/** The page's time fields have no zone: they are read as UTC. */
export function inUtc(values: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(value) ? `${value}Z` : value,
    ]),
  );
}
