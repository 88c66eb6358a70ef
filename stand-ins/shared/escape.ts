const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in elements and attributes; nothing for what is no text. */
export function escape(text: unknown): string {
  return (typeof text === 'string' ? text : '').replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}
