import type { OutgoingMail } from '../../activities/ports/mail';
import { Browsing } from './browsing';

/** The form token of a page. */
export const formTokenIn = (html: string) => /name="form-token" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** The path of the link in the mail that comes after so many; the answer to the form does not wait for it. */
export async function linkAfter(letters: readonly OutgoingMail[], count: number): Promise<string> {
  for (let tries = 0; tries < 500 && letters.length === count; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const link = /\/portal\/sign-in\/[\w-]+/.exec(letters[count]?.text ?? '')?.[0];
  if (link === undefined) throw new Error('no link came');
  return link;
}

/** Signs a contact in to the portal at `origin`, by the link of the mail; answers the browser. */
export async function visitPortal(
  { origin, letters }: { readonly origin: string; readonly letters: readonly OutgoingMail[] },
  email: string,
): Promise<Browsing> {
  const before = letters.length;
  const browser = new Browsing();
  await browser.form(`${origin}/portal/sign-in`, { email });
  await browser.form(origin + (await linkAfter(letters, before)), {});
  return browser;
}
