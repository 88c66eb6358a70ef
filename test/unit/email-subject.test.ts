import fc from 'fast-check';
import { LANGUAGES } from '../../channels/email/content/languages/languages';
import { placeOf, statusWord, subjectOf, SUBJECT_LIMIT } from '../../channels/email/content/subject';
import type { AffectedResource } from '../../domain/notices/message';
import { NOTICE_KINDS } from '../../domain/notices/notice-kinds';
import { STATUS_WORDS } from '../../domain/notices/notice-row';
import { EMERGENCY, EXPEDITED, SAMPLE_RESOURCES, sampleFacts } from '../support/sample-messages';

const statusWordsIn = (subject: string) => subject.match(new RegExp(`\\b(${STATUS_WORDS.join('|')})\\b`, 'g'));

it('C1: status, what, where, UTC date, reference', () => {
  expect(subjectOf(sampleFacts('announcement', { title: 'Replace a power unit of rack A12' }), SAMPLE_RESOURCES)).toBe(
    'SCHEDULED - Replace a power unit of rack A12 - eu-1/dc-1 - 2026-12-10 [MW-2026-0001]',
  );
});

it.each([
  [
    'Replace the power distribution unit of rack A12',
    'SCHEDULED - Replace the power distribution unit of rack A12 - 2026-12-10',
  ],
  ['Replace the power unit of A12', 'SCHEDULED - Replace the power unit of A12 - eu-1/dc-1/rack-a12 - 2026-12-10'],
  [
    'Replace the power unit of rack A12 today',
    'SCHEDULED - Replace the power unit of rack A12 today - rack-a12 - 2026-12-10',
  ],
])('N4: "%s" leaves as much room for the place as the first 78 characters have', (title, subject) => {
  expect(subjectOf(sampleFacts('announcement', { title }), SAMPLE_RESOURCES.slice(0, 1))).toBe(
    `${subject} [MW-2026-0001]`,
  );
});

it('N5: who is no longer affected reads that, not that the work is cancelled, in their language', () => {
  const starts = Object.values(LANGUAGES).map((language) =>
    subjectOf(sampleFacts('all-clear'), [], language).split(' - ').at(0),
  );
  expect(starts).toEqual(['NO LONGER AFFECTED', 'NICHT MEHR BETROFFEN', 'PLUS CONCERNÉ']);
});

it.each([
  [sampleFacts('announcement'), 'SCHEDULED'],
  [sampleFacts('announcement', EXPEDITED), 'SCHEDULED'],
  [sampleFacts('announcement', EMERGENCY), 'EMERGENCY'],
  [sampleFacts('reminder-7d'), 'REMINDER'],
  [sampleFacts('reminder-3d'), 'REMINDER'],
  [sampleFacts('reminder-1d'), 'REMINDER'],
  [sampleFacts('rescheduled'), 'RESCHEDULED'],
  [sampleFacts('moved'), 'MOVED'],
  [sampleFacts('started'), 'STARTED'],
  [sampleFacts('started', EMERGENCY), 'STARTED'],
  [sampleFacts('progress'), 'UPDATE'],
  [sampleFacts('delayed'), 'DELAYED'],
  [sampleFacts('verifying'), 'UPDATE'],
  [sampleFacts('overdue'), 'UPDATE'],
  [sampleFacts('rolling-back'), 'UPDATE'],
  [sampleFacts('rolled-back'), 'ROLLBACK'],
  [sampleFacts('completed'), 'COMPLETED'],
  [sampleFacts('cancelled'), 'CANCELLED'],
  [sampleFacts('rfo'), 'RFO'],
  [sampleFacts('brief'), 'BRIEF'],
  [sampleFacts('approval-request'), 'APPROVE'],
  [sampleFacts('changes-request'), 'REVISE'],
  [sampleFacts('nomination-nag'), 'NOMINATE'],
  [sampleFacts('overrun-question'), 'OVERRUN'],
  [sampleFacts('escalation'), 'ESCALATION'],
  [sampleFacts('report-nag'), 'REPORT'],
  [sampleFacts('report-late'), 'ESCALATION'],
])('C1: the status word comes first (%#: %s)', (facts, word) => {
  expect(statusWord(facts)).toBe(word);
  expect(subjectOf(facts, SAMPLE_RESOURCES)).toMatch(new RegExp(`^${word} - `));
});

it('N12: the subject of a list for staff says whose customers, not where', () => {
  const [row] = SAMPLE_RESOURCES;
  const rows = ['Acme', 'Bolt'].map(
    (name) => ({ ...row, id: name, name, location: '2 resources' }) as AffectedResource,
  );
  expect(subjectOf(sampleFacts('staff-list'), rows)).toMatch(/ - 2 customers - 2026-12-10 /);
  expect(subjectOf(sampleFacts('staff-nag'), rows.slice(1))).toMatch(/ - Bolt - 2026-12-10 /);
  expect(subjectOf(sampleFacts('staff-list'), [])).toBe(
    'CUSTOMERS - Replace the power distribution unit of rack A12 - 2026-12-10 [MW-2026-0001]',
  );
});

it('C1: a title that shouts a status word does not make a second one', () => {
  const subject = subjectOf(sampleFacts('started', { title: 'EMERGENCY power off CANCELLED' }), SAMPLE_RESOURCES);
  expect(subject).toContain('emergency power off cancelled');
  expect(statusWordsIn(subject)).toEqual(['STARTED']);
});

it('a long title is cut at a word and leaves date and reference in place', () => {
  const subject = subjectOf(sampleFacts('announcement', { title: 'Exchange of every single cable '.repeat(4) }), []);
  expect(subject).toMatch(/cable…? - 2026-12-10 \[MW-2026-0001\]$|… - 2026-12-10 \[MW-2026-0001\]$/);
  expect(subject.length).toBeLessThanOrEqual(SUBJECT_LIMIT + ' [MW-2026-0001]'.length);
});

it('C1: one line and exactly one status word, whatever title and location hold', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'a\r\nBcc: evil@evil.example',
      'a\u2028b',
      '\u202egnp.exe',
      'x\0y',
      '\ud800',
      STATUS_WORDS.join(' '),
    ),
  );
  fc.assert(
    fc.property(hostile, hostile, fc.constantFrom(...NOTICE_KINDS), (title, location, kind) => {
      const [resource] = SAMPLE_RESOURCES;
      const subject = subjectOf(sampleFacts(kind, { title }), resource ? [{ ...resource, location }] : []);
      expect(Array.from(subject.split(' [MW-').at(0) ?? '').length).toBeLessThanOrEqual(SUBJECT_LIMIT);
      expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e]/u);
      expect(statusWordsIn(subject)).toHaveLength(1);
      expect(subject.endsWith('- 2026-12-10 [MW-2026-0001]')).toBe(true);
    }),
  );
});

it.each([
  [['eu-1/dc-1/rack-a12', 'eu-1/dc-1/rack-a12'], 'eu-1/dc-1/rack-a12'],
  [['eu-1/dc-1/rack-a12', 'eu-1/dc-1/rack-b03'], 'eu-1/dc-1'],
  [['eu-1/dc-1', 'eu-1/dc-1/rack-b03'], 'eu-1/dc-1'],
  [['eu-1/dc-1', 'us-1/dc-9', 'us-1/dc-9'], '2 locations'],
  [['', 'us-1'], 'us-1'],
  [[], ''],
])('the place of %j is "%s"', (locations, place) => {
  expect(placeOf(locations)).toBe(place);
});
