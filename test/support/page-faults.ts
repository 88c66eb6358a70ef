import { HtmlValidate } from 'html-validate';
import { elementsOf } from './elements';

/** Each would add an element or an attribute called `owned`, were it not escaped where it stands. */
export const HOSTILE = `<owned>"owned='1 'owned="1 "><owned x="' owned=1 </title></textarea></style></script><owned> ]]> &lt;owned&gt; {{owned}} \u202eowned`;

/** Elements and attributes that a page has by what people write, and scripts that are none of our files. */
export function gainedIn(html: string): string[] {
  return elementsOf(html).flatMap(({ tagName, attrs }) => {
    const names = attrs.map(({ name }) => name);
    const isOwned = tagName.includes('owned') || names.some((name) => /owned|^on|^style$/.test(name));
    const isFile = attrs.some(({ name, value }) => name === 'src' && value.startsWith('/assets/'));
    return [
      ...(isOwned ? [`<${tagName} ${names.join(' ')}>`] : []),
      ...(tagName === 'script' && !isFile ? ['a script of its own'] : []),
    ];
  });
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // entities are written as a program finds them right
    'no-raw-characters': 'off',
    'long-title': 'off',
    'require-sri': 'off',
  },
});

/** What of a page is not as the standard of HTML has it; a piece of a page is taken as the body of one. */
export async function notStandardIn(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html.startsWith('<!doctype') ? html : `<!doctype html>${html}`);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, selector }) => `${ruleId}: ${message} (${String(selector)})`),
  );
}
