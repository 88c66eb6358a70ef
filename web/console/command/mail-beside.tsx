import type { JSX } from 'preact';
import { z } from 'zod';
import { KnownError } from '../../../domain/shared/errors';
import type { CommandName } from '../../../domain/window/commands/commands';
import { inFigures } from '../figures';
import type { Asked } from '../area';
import { textOf, type Typed } from '../../forms/typed';

/** Names of the fields by which somebody chooses whose mail is shown; none of them belongs to a command. */
export const READER = 'mail-organization';
export const LANGUAGE = 'mail-language';

export const PREVIEW = 'POST /v1/windows/{reference}/preview';

const previewed = z.object({
  notice: z
    .object({
      ...{ title: z.string(), organizations: z.number(), recipients: z.number() },
      ...{ untold: z.number(), suppressed: z.number() },
    })
    .nullable(),
  message: z
    .object({
      organization: z.object({ name: z.string() }),
      recipientName: z.string(),
      subject: z.string(),
      text: z.string(),
    })
    .nullable(),
});
export type MailBesideOf = z.output<typeof previewed> | { readonly refusal: string };

/** The mail that the command would send with this body, or why it would send none. */
export async function mailOf(
  asked: Asked,
  command: CommandName,
  body: Record<string, unknown>,
  typed: Typed = {},
): Promise<MailBesideOf> {
  const [organization, locale] = [textOf(typed, READER).trim(), textOf(typed, LANGUAGE)];
  try {
    const answer = await asked.ask(PREVIEW, {
      params: { reference: String(asked.params.reference) },
      body: {
        ...{ command, body, html: false },
        ...(organization === '' ? {} : { organization }),
        ...(locale === '' ? {} : { locale }),
      },
    });
    return previewed.parse(answer);
  } catch (error) {
    if (!(error instanceof KnownError) || error.code === 'not-found') throw error;
    return {
      refusal: error.code === 'invalid-body' ? 'The mail stands here once the form is filled in.' : error.message,
    };
  }
}

/** The mail beside a form. */
export function Mail({ mail }: { readonly mail: MailBesideOf }): JSX.Element {
  if ('refusal' in mail) return <p class="muted">{mail.refusal}</p>;
  const { notice, message } = mail;
  if (!notice) return <p class="muted">Customers get no mail by this.</p>;
  const left = notice.untold + notice.suppressed;
  return (
    <>
      <p>
        {notice.title}: to {inFigures(notice.recipients)} people of {inFigures(notice.organizations)} customers
        {left > 0 ? `; ${inFigures(left)} of them cannot be reached by mail` : ''}
      </p>
      {message ? (
        <>
          <p class="muted">
            As {message.recipientName} of {message.organization.name} reads it:
          </p>
          <p class="subject">
            <strong>{message.subject}</strong>
          </p>
          <pre class="mail" tabIndex={0} aria-label="The mail">
            {message.text}
          </pre>
        </>
      ) : (
        <p class="muted">That customer gets none by this.</p>
      )}
    </>
  );
}
