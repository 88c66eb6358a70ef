/** Text for an XML element or attribute. Characters XML 1.0 cannot hold at all are left out. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

type Attributes = Readonly<Record<string, string>>;

/** One element around text, which is escaped. */
export function element(name: string, text: string, attributes: Attributes = {}): string {
  return `<${name}${attributeText(attributes)}>${escapeXml(text)}</${name}>`;
}

/** One element around elements, each on its line. */
export function parent(name: string, children: readonly string[], attributes: Attributes = {}): string {
  return `<${name}${attributeText(attributes)}>\n${children.join('\n')}\n</${name}>`;
}

export function empty(name: string, attributes: Attributes): string {
  return `<${name}${attributeText(attributes)}/>`;
}

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}
