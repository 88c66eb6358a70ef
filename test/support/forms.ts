import { parse, type DefaultTreeAdapterTypes as Tree } from 'parse5';

/** What of a page a browser without scripts would send. */

/** Every field of the form with that action as the page has it, hidden ones too. Throws where the page has no such form. */
export function formIn(html: string, action: string): Record<string, string> {
  const form = elements(parse(html)).find((one) => one.tagName === 'form' && attribute(one, 'action') === action);
  if (!form) throw new Error(`the page has no form ${action}`);
  return Object.fromEntries(elements(form).flatMap((one) => valueOf(one)));
}

/** The words that stand where an id is; undefined without it. */
export function textAt(html: string, id: string): string | undefined {
  const found = elements(parse(html)).find((one) => attribute(one, 'id') === id);
  return found && wordsOf(found);
}

function valueOf(element: Tree.Element): [string, string][] {
  const name = attribute(element, 'name');
  if (name === undefined) return [];
  switch (element.tagName) {
    case 'input': {
      const isCheck = ['checkbox', 'radio'].includes(attribute(element, 'type') ?? '');
      if (isCheck && attribute(element, 'checked') === undefined) return [];
      return [[name, attribute(element, 'value') ?? '']];
    }
    case 'textarea':
      return [[name, wordsOf(element)]];
    case 'select': {
      const options = elements(element).filter((one) => one.tagName === 'option');
      const chosen = options.find((one) => attribute(one, 'selected') !== undefined) ?? options[0];
      return [[name, (chosen && attribute(chosen, 'value')) ?? '']];
    }
    default:
      return [];
  }
}

function elements(node: Tree.ParentNode): Tree.Element[] {
  return node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...elements(child)] : []));
}

function wordsOf(node: Tree.ParentNode): string {
  return node.childNodes
    .map((child) => ('value' in child ? child.value : 'childNodes' in child ? wordsOf(child) : ''))
    .join('');
}

function attribute({ attrs }: Tree.Element, name: string): string | undefined {
  return attrs.find((one) => one.name === name)?.value;
}
