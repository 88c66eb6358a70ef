import fc from 'fast-check';
import { HOME, wayBack } from '../../web/sign-in/way-back';

test.each(['/console', '/console/windows?phase=announced', '/console/windows/MW-2026-0001'])(
  'T9: %s is a way back',
  (path) => {
    expect(wayBack(path)).toBe(path);
  },
);

test.each([
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
  `/console?${'x'.repeat(1_001)}`,
])('T8: %j is none', (wanted) => {
  expect(wayBack(wanted)).toBe(HOME);
});

test('T8: whatever is wanted, a browser stays on this site', () => {
  const part = fc.constantFrom(
    '/',
    '\\',
    '..',
    '.',
    'console',
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
      const { origin, pathname } = new URL(wayBack(`/console${parts.join('')}`), 'https://provider.example');
      expect(origin).toBe('https://provider.example');
      expect(pathname).toMatch(/^\/console/);
    }),
  );
});
