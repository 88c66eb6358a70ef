import { randomInt } from 'node:crypto';
import { CODE_LETTERS, readUserCode, writeUserCode } from '../../domain/access/device-code';

describe('T9: the code that a machine shows', () => {
  it('is 8 of 20 letters, evenly chosen', () => {
    expect(new Set(CODE_LETTERS).size).toBe(20);
    expect(CODE_LETTERS).not.toMatch(/[AEIOUY0-9]/);
    // guessing: ten wrong ones in ten minutes, of 20^8
    expect(Math.log2(20 ** 8)).toBeGreaterThan(34);
    const asked: number[] = [];
    const code = writeUserCode((n) => {
      asked.push(n);
      return n - 1;
    });
    expect([code, asked]).toEqual(['ZZZZ-ZZZZ', Array<number>(8).fill(20)]);
    const seen = new Set(Array.from({ length: 500 }, () => writeUserCode(randomInt)));
    expect(seen.size).toBe(500);
  });

  it.each([
    ['WDJB-MJHT', 'WDJB-MJHT'],
    [' wdjb mjht ', 'WDJB-MJHT'],
    ['wdjbmjht', 'WDJB-MJHT'],
    ['WDJB-MJH', undefined],
    ['WDJB-MJHA', undefined],
    ['WDJB-MJHTB', undefined],
    ['', undefined],
    ['x'.repeat(10_000), undefined],
  ])('is read as people type it: %j', (typed, code) => {
    expect(readUserCode(typed)).toBe(code);
  });
});
