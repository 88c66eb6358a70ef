import { WEBHOOK_TYPES } from '../../../domain/channels/webhooks';
import type { FieldSpec } from '../../forms/fields';

const URL_FIELD: FieldSpec = {
  ...{ name: 'url', label: 'Address', kind: 'text', most: 2_000 },
  hint: 'Where to post to: https, a public host, port 443 or above 1023.',
};
const DESCRIPTION: FieldSpec = {
  ...{ name: 'description', label: 'Description', kind: 'text', most: 200, optional: true },
  hint: 'Such as: ticket system.',
};
const TYPES: FieldSpec = {
  ...{ name: 'eventTypes', label: 'What to send', kind: 'choices', optional: true },
  hint: 'Choose none to send everything, later types included.',
  options: WEBHOOK_TYPES.map((type) => [type, type]),
};

export const NEW_FIELDS: readonly FieldSpec[] = [
  {
    name: 'organizationId',
    label: 'Organization',
    kind: 'text',
    most: 200,
    hint: 'The id of the customer whose system it is.',
  },
  URL_FIELD,
  DESCRIPTION,
  TYPES,
];
export const CHANGE_FIELDS: readonly FieldSpec[] = [URL_FIELD, DESCRIPTION, TYPES];
export const ROTATE_FIELDS: readonly FieldSpec[] = [
  {
    ...{
      name: 'overlapHours',
      label: 'Hours for which the old secret signs, too',
      kind: 'number',
      most: 168,
      optional: true,
    },
    hint: '24 unless you say otherwise; 0 ends it at once.',
  },
];
