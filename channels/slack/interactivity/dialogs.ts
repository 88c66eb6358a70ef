import type { WindowView } from '../../../domain/window/view';
import { buttonValue, text, type ButtonCommand, type Dialog, type Field } from '../buttons';
import { cut, escaped, paragraph, said } from '../rich-text';
import type { Block } from '../slack-api-client';
import type { SubmissionPayload } from './payload';

/** The dialog for a command that needs words. It carries the window it was opened for. */
export function dialogFor(command: ButtonCommand, { title, submit, fields }: Dialog, view: WindowView): Block {
  return {
    type: 'modal',
    callback_id: command,
    private_metadata: buttonValue(view),
    title: text(title),
    submit: text(submit),
    close: text('Not now'),
    blocks: [paragraph(said(cut(`${view.reference}: ${view.spec.title}`, 300))), ...fields(view).map(input)],
  };
}

function input({ name, label, kind, optional = false, initial }: Field): Block {
  const elements = {
    text: { type: 'plain_text_input', action_id: 'value', multiline: true, max_length: 2_000 },
    instant: {
      ...{ type: 'datetimepicker', action_id: 'value' },
      ...(initial === undefined ? {} : { initial_date_time: Math.floor(initial / 1_000) }),
    },
    minutes: {
      type: 'number_input',
      action_id: 'value',
      is_decimal_allowed: false,
      min_value: '0',
      max_value: '100000',
    },
  };
  return { type: 'input', block_id: name, optional, label: text(label), element: elements[kind] };
}

/** What stands in place of the dialog when the window takes longer than Slack waits. */
export function pendingDialog(): Block {
  return {
    type: 'modal',
    title: text('Under way'),
    close: text('Close'),
    blocks: [
      {
        type: 'section',
        text: text(
          'The window has not answered yet. The thread shows it when it has; if it refuses, you are told why.',
        ),
      },
    ],
  };
}

/** The command's body as the dialog was filled in; what was left empty is left out. */
export function bodyOf({ view }: SubmissionPayload): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(view.state.values).flatMap(([name, actions]) => {
      const { value, selected_date_time: seconds } = actions.value ?? {};
      if (typeof seconds === 'number') return [[name, new Date(seconds * 1_000).toISOString()]];
      if (value === undefined || value === null || value.trim() === '') return [];
      return [[name, name === 'customerImpactMinutes' ? Number(value) : value]];
    }),
  );
}

/** Errors as a dialog shows them: each at its field, and what is about none of them at the first one. */
export function errorsOf(
  { view }: SubmissionPayload,
  faults: readonly { readonly field: string; readonly message: string }[],
): Record<string, string> {
  const names = Object.keys(view.state.values);
  const [first = 'message'] = names;
  const errors: Record<string, string> = {};
  for (const { field, message } of faults) {
    const name = names.includes(field) ? field : first;
    errors[name] = cut([errors[name], message].filter(Boolean).join(' '), 1_000);
  }
  return errors;
}

/** A sentence for one person, as mrkdwn. */
export const whispered = (sentence: string) => escaped(cut(sentence, 2_000));
