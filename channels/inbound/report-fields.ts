import type { DeliveryReport } from '../../domain/delivery/bounce';
import { addressIn, oneLine } from './report-text';

/**
 * The fields of a delivery status (RFC 3464 §2), as servers really write them: a blank before the colon, one group for
 * everything, another address type, no action, a recipient that stands as the original one alone. One walk over the lines.
 */

/** Characters of one field, fields of one group, and groups, that are read. */
const FIELD_MAX = 2_000;
const GROUPS_MAX = 101;

export type Fields = ReadonlyMap<string, string>;

const ACTIONS: Readonly<Record<string, DeliveryReport['action']>> = {
  failed: 'failed',
  failure: 'failed',
  fail: 'failed',
  // given up because the time was up
  expired: 'failed',
  undeliverable: 'failed',
  undelivered: 'failed',
  bounced: 'failed',
  rejected: 'failed',
  delayed: 'delayed',
  delay: 'delayed',
  deferred: 'delayed',
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'expanded',
};

/** Fields of which each recipient has one: the second one of a kind begins the next recipient. */
const ONE_A_RECIPIENT = new Set(['final-recipient', 'original-recipient', 'action', 'status']);

/** The groups of fields, by name in small letters; the lines unfolded. */
export function fieldGroups(status: string): Fields[] {
  const groups: Map<string, string>[] = [];
  let group = new Map<string, string>();
  let last: string | undefined;
  const close = () => {
    if (group.size > 0) groups.push(group);
    group = new Map();
    last = undefined;
  };
  for (const raw of status.split('\n')) {
    if (groups.length >= GROUPS_MAX) break;
    const line = raw.slice(0, FIELD_MAX).trimEnd();
    if (line === '') {
      close();
      continue;
    }
    if ((line.startsWith(' ') || line.startsWith('\t')) && last !== undefined) {
      group.set(last, `${group.get(last) ?? ''} ${line.trim()}`.slice(0, FIELD_MAX));
      continue;
    }
    const field = fieldIn(line);
    if (!field) continue;
    if (ONE_A_RECIPIENT.has(field.name) && group.has(field.name)) close();
    if (group.has(field.name)) continue;
    group.set(field.name, field.value);
    last = field.name;
  }
  close();
  return groups;
}

function fieldIn(line: string): { readonly name: string; readonly value: string } | undefined {
  const colon = line.indexOf(':');
  if (colon < 1 || colon > 60) return undefined;
  const name = line.slice(0, colon).trim().toLowerCase();
  return /^[a-z][a-z-]*$/.test(name) ? { name, value: line.slice(colon + 1).trim() } : undefined;
}

/** What the fields say of recipients; nothing for groups that name none. */
export function reportsIn(groups: readonly Fields[]): DeliveryReport[] {
  return groups.flatMap((fields) => {
    const recipients = ['final-recipient', 'original-recipient', 'x-actual-recipient'].flatMap((name) => {
      const address = recipientIn(fields.get(name));
      return address === undefined ? [] : [address];
    });
    const status = statusIn(fields.get('status') ?? '');
    const action = actionIn(fields.get('action'), status);
    if (!action || !(fields.has('final-recipient') || fields.has('original-recipient'))) return [];
    const diagnostic = oneLine(fields.get('diagnostic-code') ?? '');
    return [{ action, status, diagnostic, recipients: [...new Set(recipients)] }];
  });
}

function actionIn(field: string | undefined, status: string): DeliveryReport['action'] | undefined {
  const [word = ''] = (field ?? '').toLowerCase().split(/[^a-z]/, 1);
  const action = Object.hasOwn(ACTIONS, word) ? ACTIONS[word] : undefined;
  if (action !== undefined || field !== undefined) return action;
  return status.startsWith('5') ? 'failed' : status.startsWith('4') ? 'delayed' : undefined;
}

function statusIn(field: string): string {
  const [word = ''] = field.trim().split(/[^\d.]/, 1);
  return /^[245]\.\d{1,3}\.\d{1,3}$/.test(word) ? word : '';
}

/** `rfc822; ada@customer.example`, with any type or none; xtext may hide characters (RFC 3461 §4). */
function recipientIn(field: string | undefined): string | undefined {
  if (field === undefined) return undefined;
  const semicolon = field.slice(0, 40).indexOf(';');
  return addressIn(fromXtext(field.slice(semicolon + 1)));
}

export function fromXtext(text: string): string {
  return text.replace(/\+([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
