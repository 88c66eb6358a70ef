/** A part's content as text, with `\n` at the ends of lines. */
export function textOf({ content }: { readonly content: ArrayBuffer | Uint8Array | string }): string {
  const text = typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8');
  return text.replaceAll('\r\n', '\n').replaceAll('\r', '\n');
}
