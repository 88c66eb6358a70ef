import fc from 'fast-check';
import { HOME, PORTAL, wayBack } from '../../web/sign-in/way-back';

const HOMES = [HOME, PORTAL] as const;

test.each(
  HOMES.flatMap((home) =>
    ['', '/windows?phase=announced', '/windows/MW-2026-0001'].map((path) => [home + path, home] as const),
  ),
)('T9: %s is a way back', (path, home) => {
  expect(wayBack(path, home)).toBe(path);
});

/** Of the console's pages; the portal's are the same with its own name. */
const WRONG = [
  'https://evil.example/console',
  '//evil.example/console',
  '/\\evil.example',
  '/console\\..\\..\\evil.example',
  '/console/\t/evil.example',
  '/console/../../sign-out',
  '/console/..//evil.example',
  '/consolex',
  'console',
  '',
  undefined,
  ['/console'],
  '/console/%2e%2e//evil.example',
  '/console@evil.example',
  '/ console',
  '/sign-in',
  `/console?${'x'.repeat(1_001)}`,
];

test.each(WRONG)('T8: %j is none', (wanted) => {
  expect(wayBack(wanted)).toBe(HOME);
  const ofPortal = typeof wanted === 'string' ? wanted.replaceAll('console', 'portal') : wanted;
  expect(wayBack(ofPortal, PORTAL)).toBe(PORTAL);
  // nor is a page of the one a way back for people of the other
  expect(wayBack('/console', PORTAL)).toBe(PORTAL);
  expect(wayBack('/portal', HOME)).toBe(HOME);
});

test.each(HOMES)('T8: whatever is wanted, a browser stays on this site, in %s', (home) => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    'console',
    'portal',
    ':',
    '@',
    'evil.example',
    '\n',
    '%2f',
    '?',
    '#',
    'https:',
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const { origin, pathname } = new URL(wayBack(`${home}${parts.join('')}`, home), 'https://provider.example');
      expect(origin).toBe('https://provider.example');
      expect(pathname === home || pathname.startsWith(`${home}/`)).toBe(true);
    }),
  );
});
