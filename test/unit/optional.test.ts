import { optional } from '../../domain/shared/optional';

test('a field without a value is left out, any other is kept in its place', () => {
  const given = { a: undefined, b: 0, c: '', d: null, e: false, f: undefined, g: [undefined] };
  expect(Object.entries(optional(given))).toEqual([
    ['b', 0],
    ['c', ''],
    ['d', null],
    ['e', false],
    ['g', [undefined]],
  ]);
  expect(Object.keys({ first: 1, ...optional({ note: undefined }) })).toEqual(['first']);
});
