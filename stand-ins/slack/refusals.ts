/** What Slack refuses according to its reference: Slack's error, or undefined when nothing is wrong. */

type Fields = Readonly<Record<string, unknown>>;

const MOST_TEXT = 40_000;
const MOST_BLOCKS = 50;
/** Of all texts in blocks together; measured by others, not documented. */
const MOST_BLOCK_TEXT = 11_000;

export function messageFault({ text, blocks, metadata }: Fields): string | undefined {
  const words = typeof text === 'string' ? text : '';
  if (words.length > MOST_TEXT) return 'msg_too_long';
  if (blocks === undefined && words.trim() === '') return 'no_text';
  if (blocks !== undefined) {
    if (!Array.isArray(blocks) || blocks.length > MOST_BLOCKS) return 'invalid_blocks';
    if (blocks.some((block: unknown) => !isBlock(block))) return 'invalid_blocks';
    if (textIn(blocks) > MOST_BLOCK_TEXT) return 'msg_blocks_too_long';
  }
  if (metadata !== undefined) {
    if (!isObject(metadata) || typeof metadata.event_type !== 'string' || !isObject(metadata.event_payload))
      return 'invalid_metadata_format';
  }
  return undefined;
}

export function viewFault(view: unknown): string | undefined {
  if (!isObject(view) || view.type !== 'modal' || !isPlain(view.title, 24)) return 'invalid_arguments';
  if (view.submit !== undefined && !isPlain(view.submit, 24)) return 'invalid_arguments';
  if (view.close !== undefined && !isPlain(view.close, 24)) return 'invalid_arguments';
  if (typeof view.private_metadata === 'string' && view.private_metadata.length > 3_000) return 'invalid_arguments';
  const { blocks } = view;
  if (!Array.isArray(blocks) || blocks.length > 100) return 'invalid_arguments';
  return blocks.every((block: unknown) => isBlock(block) || isInput(block)) ? undefined : 'invalid_arguments';
}

function isBlock(block: unknown): boolean {
  if (!isObject(block)) return false;
  switch (block.type) {
    case 'rich_text':
      return isList(block.elements) && block.elements.every(isRichPart);
    case 'section':
      return isText(block.text, 3_000);
    case 'context':
      return isList(block.elements) && block.elements.length <= 10;
    case 'divider':
      return true;
    case 'actions':
      return isList(block.elements) && block.elements.length <= 25 && block.elements.every(isButton);
    default:
      return false;
  }
}

function isRichPart(part: unknown): boolean {
  if (!isObject(part) || !isList(part.elements)) return false;
  if (part.type === 'rich_text_list') return part.elements.every(isRichPart);
  return (
    part.type === 'rich_text_section' &&
    part.elements.every(
      (piece) =>
        isObject(piece) &&
        ((piece.type === 'text' && typeof piece.text === 'string' && piece.text !== '') ||
          (piece.type === 'link' && typeof piece.url === 'string' && /^https?:/.test(piece.url)) ||
          (piece.type === 'date' && Number.isInteger(piece.timestamp) && typeof piece.format === 'string')),
    )
  );
}

function isButton(button: unknown): boolean {
  return (
    isObject(button) &&
    button.type === 'button' &&
    isPlain(button.text, 75) &&
    typeof button.action_id === 'string' &&
    button.action_id.length <= 255 &&
    (button.value === undefined || (typeof button.value === 'string' && button.value.length <= 2_000)) &&
    (button.style === undefined || button.style === 'primary' || button.style === 'danger') &&
    (button.confirm === undefined || isConfirm(button.confirm))
  );
}

function isConfirm(confirm: unknown): boolean {
  return (
    isObject(confirm) &&
    isPlain(confirm.title, 100) &&
    isText(confirm.text, 300) &&
    isPlain(confirm.confirm, 30) &&
    isPlain(confirm.deny, 30)
  );
}

const ELEMENTS = new Set(['plain_text_input', 'datetimepicker', 'number_input', 'checkboxes']);

function isInput(block: unknown): boolean {
  return (
    isObject(block) &&
    block.type === 'input' &&
    isPlain(block.label, 2_000) &&
    typeof block.block_id === 'string' &&
    isObject(block.element) &&
    ELEMENTS.has(String(block.element.type)) &&
    Number(block.element.max_length ?? 0) <= 3_000
  );
}

const isPlain = (value: unknown, max: number) =>
  isObject(value) && value.type === 'plain_text' && typeof value.text === 'string' && isSized(value.text, max);
const isText = (value: unknown, max: number) =>
  isPlain(value, max) ||
  (isObject(value) && value.type === 'mrkdwn' && typeof value.text === 'string' && isSized(value.text, max));
const isSized = (text: string, max: number) => text.length > 0 && text.length <= max;
const isList = (value: unknown): value is unknown[] => Array.isArray(value) && value.length > 0;
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function textIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, one) => sum + textIn(one), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, one]) => sum + (key === 'text' && typeof one === 'string' ? one.length : textIn(one)),
    0,
  );
}
