import type { Phase, WindowClass } from '../window/types';
import { UNSETTLED } from '../window/commands/verdict';
import { hoursInWords, type OpeningHours } from './opening-hours';
import type { CustomerLanguage } from '../shared/words/common';

/**
 * How customers reach people (N15, P7): the support block of every mail to them, of the page and of calendar events. One row a way in
 * the table below, which all of them are rendered from.
 */
export interface SupportBlock {
  readonly mail: string;
  readonly phone?: string | undefined;
  /** When the telephone is answered, in `timeZone`. */
  readonly hours?: OpeningHours | undefined;
  /** IANA name. */
  readonly timeZone?: string | undefined;
  /** Where tickets are opened: https. */
  readonly tickets?: string | undefined;
  /** Answered day and night. */
  readonly emergency?: string | undefined;
}

/** In the order in which they stand. */
const WAYS = ['mail', 'phone', 'tickets', 'emergency'] as const;
type Way = (typeof WAYS)[number];

interface WayRow {
  readonly label: Readonly<Record<CustomerLanguage, string>>;
  readonly href: (value: string) => string;
  readonly note?: (support: SupportBlock, language: CustomerLanguage) => string | undefined;
}

const tel = (number: string) => `tel:${number.replace(/[^+\d]/g, '')}`;

const TABLE: Readonly<Record<Way, WayRow>> = {
  mail: {
    label: { en: 'Email', de: 'E-Mail', fr: 'Courriel' },
    href: (address) => `mailto:${address}`,
  },
  phone: {
    label: { en: 'Phone', de: 'Telefon', fr: 'Téléphone' },
    href: tel,
    note: ({ hours, timeZone = 'UTC' }, language) => hours && hoursInWords(hours, timeZone, language),
  },
  tickets: {
    label: { en: 'Open a ticket', de: 'Ticket eröffnen', fr: 'Ouvrir un ticket' },
    href: (address) => address,
  },
  emergency: {
    label: {
      en: 'Emergency line, 24/7',
      de: 'Notfallnummer, rund um die Uhr',
      fr: 'Ligne d’urgence, 24 h/24 et 7 j/7',
    },
    href: tel,
  },
};

/** What stands above the block. */
export const SUPPORT_HEADING: Readonly<Record<CustomerLanguage, string>> = {
  en: 'Support',
  de: 'Support',
  fr: 'Assistance',
};

/** Between a label and what it names. */
const COLON: Readonly<Record<CustomerLanguage, string>> = { en: ': ', de: ': ', fr: '\u00a0: ' };

/** One way to reach people. */
export interface SupportLine {
  /** `Phone: `, to stand before the value. */
  readonly label: string;
  readonly value: string;
  readonly href: string;
  /** ` (Monday to Friday, …)`, to stand after the value; empty when nothing is to be said. */
  readonly note: string;
}

/** Whether the emergency line stands first: in emergencies, while work is under way, and while its result is bad. */
export function isUrgent({ class: kind, phase }: { readonly class: WindowClass; readonly phase: Phase }): boolean {
  return kind === 'emergency' || UNSETTLED.includes(phase);
}

/** The block's lines in a language; those that are not given are left out. */
export function supportLines(
  support: SupportBlock,
  { urgent, language }: { readonly urgent: boolean; readonly language: CustomerLanguage },
): SupportLine[] {
  const ways = urgent ? (['emergency', ...WAYS.filter((way) => way !== 'emergency')] as const) : WAYS;
  return ways.flatMap((way) => {
    const value = support[way];
    if (value === undefined) return [];
    const { label, href, note } = TABLE[way];
    const said = note?.(support, language);
    return [
      {
        label: `${label[language]}${COLON[language]}`,
        value,
        href: href(value),
        note: said === undefined ? '' : ` (${said})`,
      },
    ];
  });
}

/** A line as plain text. */
export function lineText({ label, value, note }: SupportLine): string {
  return `${label}${value}${note}`;
}
