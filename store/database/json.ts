/**
 * A value as JSON text that jsonb accepts. PostgreSQL refuses NUL and lone surrogates, which JSON.stringify writes as escapes.
 * The text of a signal can contain them and must not stop a window, so they become U+FFFD.
 */
export function toJson(value: unknown): string {
  // matches an escaped backslash first, so that a text which only spells "\u0000" is left unchanged
  return JSON.stringify(value ?? null).replace(/\\\\|\\u0000|\\ud[89a-f][0-9a-f]{2}/g, (escape) =>
    escape === '\\\\' ? escape : '\ufffd',
  );
}

/** One line of text for a text column: control characters and line breaks become spaces, cut to `max` characters. */
export function oneLine(text: string, max: number): string {
  const cleaned = text
    .slice(0, max * 4)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
  return Array.from(cleaned).slice(0, max).join('');
}
