import type { AffectedCustomer } from '../../activities/ports/channel-records';
import { UNTOLD } from '../../domain/notices/untold';
import { inFile } from '../../domain/shared/csv-cell';
import { counted, type Shown } from './desired-thread';
import { bold, cut, list, notification, paragraph } from './rich-text';

/** On one message; and from so many on a file is easier to read than messages. */
const PAGE_SIZE = 50;
const MOST_PAGES = 4;
/** A file names so many at most; beyond that "all customers" says more than a list. */
export const MOST_CUSTOMERS = 20_000;
/** So that fifty of them fit into a message. */
const LONGEST_NAME = 120;

/** The customers of a window as messages or as one file, by how many there are. */
export type CustomerList =
  | { readonly pages: readonly Shown[] }
  | { readonly file: { readonly name: string; readonly title: string; readonly text: string } };

/** `key` tells this list from others of the window; the file's name holds it, so that it is found again. */
export function customerList(reference: string, key: string, customers: readonly AffectedCustomer[]): CustomerList {
  if (customers.length <= PAGE_SIZE * MOST_PAGES) return { pages: pagesOf(customers) };
  const lines = customers.map(
    ({ name, resources, untold }) =>
      `${inFile(name)},${String(resources)},${untold ? inFile(UNTOLD[untold].short) : ''}`,
  );
  const title = `${reference}: ${headOf(customers, '')}`;
  const rest = customers.length >= MOST_CUSTOMERS ? ['"and more",,'] : [];
  const text = ['customer,resources,nobody can be told', ...lines, ...rest, ''].join('\r\n');
  return { file: { name: fileName(reference, key), title, text } };
}

export function fileName(reference: string, key: string): string {
  return `${reference}-customers-${key}.csv`;
}

/** `120 affected customers, 1 of 3; 2 of them cannot be told` */
function headOf(customers: readonly AffectedCustomer[], number: string): string {
  const untold = customers.filter((customer) => customer.untold !== null).length;
  const missing = untold === 0 ? '' : `; ${String(untold)} of them cannot be told`;
  return `${counted(customers.length, 'affected customer')}${number}${missing}`;
}

function pagesOf(customers: readonly AffectedCustomer[]): Shown[] {
  const count = Math.ceil(customers.length / PAGE_SIZE);
  return Array.from({ length: count }, (_, place) => {
    const some = customers.slice(place * PAGE_SIZE, (place + 1) * PAGE_SIZE);
    const number = count === 1 ? '' : `, ${String(place + 1)} of ${String(count)}`;
    const head = headOf(customers, number);
    const lines = some.map(
      ({ name, resources, untold }) =>
        `${cut(name, LONGEST_NAME)}: ${counted(resources, 'resource')}${untold ? `; nobody can be told: ${UNTOLD[untold].short}` : ''}`,
    );
    return { text: notification(head), blocks: [paragraph(bold(head)), list(lines)] };
  });
}
