import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPLATE_NAMES } from '../../channels/email/content/template-engines';
import { calendarKey, carriesCalendar } from '../../domain/channels/calendar';
import { noticeSlug } from '../../domain/notices/notice';
import { isOptionalKind, NOTICE_KINDS, rolesAsked, subscriberRule } from '../../domain/notices/notice-kinds';
import { STATUS_WORDS } from '../../domain/notices/notice-row';
import { NOTICES, type NoticeKind } from '../../domain/notices/notices';
import { projectRoot } from '../../dev/project-root';
import { compileFixture, type Change } from '../support/compile-fixture';
import { sampleFacts } from '../support/sample-messages';

const TABLE = 'domain/notices/notices.ts';
const ENGLISH = 'channels/email/content/languages/en.ts';
const GERMAN = 'channels/email/content/languages/de.ts';
const FRENCH = 'channels/email/content/languages/fr.ts';
const CHOICES = 'channels/email/content/languages/lead.ts';
const SAMPLES = 'test/support/sample-messages.ts';
const WORDS = 'domain/window/staff-words.ts';
const BRIEFS = 'domain/window/brief-words.ts';
const ASKED = 'domain/window/evolve/notices.ts';
const CLOSING = '} as const satisfies Record<string, NoticeRow>;';

/** The table with one row changed: everything from its key to its end. */
const inRow =
  (kind: NoticeKind, change: Change): Change =>
  (text) =>
    text.replace(new RegExp(`^  '?${kind}'?: \\{\\n[^}]*\\n  \\},$`, 'm'), change);
const without = (field: string): Change => {
  // a value of more than one line does not occur
  const line = new RegExp(`^    ${field}: .*\\n`, 'm');
  return (row) => row.replace(line, '');
};
const withRow =
  (row: string): Change =>
  (text) =>
    text.replace(CLOSING, `${row}\n${CLOSING}`);

describe('a row of the table of notices', () => {
  it('compiles as it stands, which the others are measured against', () => {
    expect(compileFixture([TABLE], { [TABLE]: (text) => `${text}\n` })).toEqual([]);
  });

  const fields = (['announcement', 'staff-list', 'escalation'] as const).flatMap((kind) =>
    Object.keys(NOTICES[kind]).map((field) => [kind, field] as const),
  );
  it.each(fields)('%s does not compile without %s', (kind, field) => {
    const faults = compileFixture([TABLE], { [TABLE]: inRow(kind, without(field)) });
    expect(faults).not.toEqual([]);
  });

  it('does not compile for staff with the audience of customers, nor for nobody in particular', () => {
    const known: Change = (row) => row.replace("audience: 'internal'", "audience: 'known'");
    expect(compileFixture([TABLE], { [TABLE]: inRow('escalation', known) })).not.toEqual([]);
    const nobody: Change = (row) => without('roles')(without('pointOfContact')(row));
    expect(compileFixture([TABLE], { [TABLE]: inRow('escalation', nobody) })).not.toEqual([]);
  });

  it('does not compile for staff with a calendar event or with subscribers', () => {
    for (const field of ["calendar: 'by-phase'", "subscribers: 'both'"]) {
      const more: Change = (row) => row.replace(/\n {2}\},$/, `\n    ${field},\n  },`);
      expect(compileFixture([TABLE], { [TABLE]: inRow('escalation', more) })).toHaveLength(1);
    }
  });

  it('is needed by the code for each kind: a window begins it, or words it', () => {
    const rules = ['domain/window', 'domain/notices'].flatMap((folder) =>
      readdirSync(join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    );
    const gone: Change = (text) => text.replace(/^ {2}'?([a-z0-9-]+)'?: \{( title|$)/gm, "  '$1-gone': {$2");
    const faults = compileFixture(rules, { [TABLE]: gone }).join('\n');
    expect(NOTICE_KINDS.filter((kind) => !faults.includes(`"${kind}"`) && !faults.includes(`'${kind}'`))).toEqual([]);
  });
});

describe('a new kind', () => {
  const customers = (title: string, leads: string) =>
    `resumed: { ...REMINDER, title: '${title}', template: 'resumed', leads: [${leads}] },`;

  it('does not compile without its sentence in each language, nor without a sample', () => {
    const faults = compileFixture([ENGLISH, GERMAN, FRENCH, SAMPLES], {
      [TABLE]: withRow(customers('work resumed', "'resumed'")),
    });
    expect(faults.map((fault) => fault.split(':')[0])).toEqual([ENGLISH, GERMAN, FRENCH, SAMPLES]);
    expect(faults.every((fault) => fault.includes("'resumed' is missing"))).toBe(true);
  });

  it('does not compile with two sentences and nothing that chooses between them', () => {
    const faults = compileFixture([CHOICES], { [TABLE]: withRow(customers('work resumed', "'resumed', 'restarted'")) });
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain("'resumed' is missing");
  });

  it('for staff does not compile without its words and what the window remembers of it', () => {
    const row = (
      asks: boolean,
    ) => `handover: { title: 'handover', to: 'staff', audience: 'internal', roles: ['support'], pointOfContact: false,
      asks: ${String(asks)}, repeats: false, statusWord: 'BRIEF', template: 'internal', leads: ['brief'] },`;
    const faults = (asks: boolean) =>
      compileFixture([WORDS, BRIEFS, ASKED], { [TABLE]: withRow(row(asks)) }).map((fault) => fault.split(':')[0]);
    expect(faults(true)).toEqual([WORDS, ASKED]);
    expect(faults(false)).toEqual([BRIEFS, ASKED]);
  });
});

describe('what follows from the table', () => {
  it('every template that a row names is there, as HTML and as text, and every status word is used', () => {
    const folder = join(projectRoot(), 'channels/email/content/templates');
    const files = TEMPLATE_NAMES.flatMap((name) => [`${name}.html.liquid`, `${name}.text.liquid`]);
    expect(files.filter((file) => !existsSync(join(folder, file)))).toEqual([]);
    const words = NOTICE_KINDS.flatMap((kind): string[] => {
      const { statusWord } = NOTICES[kind];
      return typeof statusWord === 'string' ? [statusWord] : Object.values(statusWord);
    });
    expect(new Set(words)).toEqual(new Set(STATUS_WORDS));
  });

  it.each(NOTICE_KINDS)('%s: to staff there is no calendar event, no subscriber and nothing optional', (kind) => {
    const isToStaff = NOTICES[kind].to === 'staff';
    expect(carriesCalendar({ kind })).toBe(!isToStaff);
    expect(calendarKey(sampleFacts(kind)) === null).toBe(isToStaff);
    expect(isToStaff && (isOptionalKind(kind) || subscriberRule(kind) !== undefined)).toBe(false);
  });

  it('only a kind that repeats carries its number', () => {
    expect(noticeSlug({ kind: 'progress', ordinal: 2 })).toBe('progress-2');
    expect(noticeSlug({ kind: 'extended', ordinal: 2 })).toBe('extended');
  });

  it('L8, P3: somebody of a role is asked where no point of contact is, and a brief asks nobody', () => {
    const asked = NOTICE_KINDS.filter((kind) => rolesAsked(kind).length > 0);
    expect(asked).toEqual(['approval-request', 'nomination-nag']);
  });
});
