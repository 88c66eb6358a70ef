import { isTick, ownWords } from '../../domain/delivery/tick-reply';

/** Replies to a list of customers to tell (N12): a tick is one word, whatever is copied below it. */

const COPIES = {
  none: '',
  english:
    '\n\nOn Wed, 25 Nov 2026 at 10:00, Maintenance <maintenance@provider.example> wrote:\n> Please tell them.\n> done',
  'english over two lines':
    '\n\nOn Wed, 25 Nov 2026 at 10:00, Maintenance via a rather long name of ours\n<maintenance@provider.example> wrote:\n> Please',
  german: '\n\nAm Mi., 25. Nov. 2026 um 10:00 Uhr schrieb Maintenance <maintenance@provider.example>:\n> Bitte',
  french: '\n\nLe mer. 25 nov. 2026 à 10:00, Maintenance <maintenance@provider.example> a écrit :\n> Merci'.replace(
    ' :',
    ':',
  ),
  outlook: '\n\n-----Original Message-----\nFrom: Maintenance\nSent: Wednesday\n\nPlease tell them.',
  'outlook in german': '\n\n________________________________\nVon: Maintenance\nGesendet: Mittwoch',
  signature: '\n\n-- \nRita, Account Management\n+43 1 234',
};

describe.each(Object.entries(COPIES))('N12: above a copy: %s', (_name, copy) => {
  test.each(['told', 'Told.', ' DONE ', 'ok', 'Okay!', 'erledigt', 'Erledigt.', 'fait', 'All told.', 'informé'])(
    '"%s" is a tick',
    (words) => {
      expect(isTick(words + copy)).toBe(true);
    },
  );

  test.each([
    '',
    'told Acme, but not Bolt',
    'not told',
    'Done? I could not reach Acme.',
    'ok, who is Bolt',
    'told\n\nAcme wants another date.',
    'pas fait',
    'nicht erledigt',
  ])('"%s" is for a person to read', (words) => {
    expect(isTick(words + copy)).toBe(false);
  });
});

test('what stands below the copy is not read, and neither is a copy alone', () => {
  expect(isTick('> told')).toBe(false);
  expect(ownWords('told\n> no\nand more')).toBe('told');
});

test('T8: any text is read at once', () => {
  const hostile = [`On ${'on '.repeat(7_000)}`, 'told '.repeat(4_000), '\n'.repeat(20_000), '>'.repeat(20_000)];
  const began = performance.now();
  for (const text of hostile) expect(isTick(text)).toBe(false);
  expect(performance.now() - began).toBeLessThan(1_000);
});
