import { compileFixture } from '../support/compile-fixture';

/** The helper itself: a test of what does not compile must be able to fail. */
describe('compileFixture', () => {
  const errors = 'domain/shared/errors.ts';

  it('finds nothing in a file that is right', () => {
    expect(compileFixture([errors], { [errors]: (text) => `${text}\nexport const more: number = 1;\n` })).toEqual([]);
  });

  it('names the file and the fault, also in a file that imports the changed one', () => {
    const [fault] = compileFixture(['domain/window/plan-rules.ts'], {
      [errors]: (text) => text.replace("'start-in-past':", "'start-gone':"),
    });
    expect(fault).toMatch(/^domain\/window\/plan-rules\.ts: .*Type '"start-in-past"' is not assignable/);
  });

  it('refuses a fixture that changes nothing', () => {
    expect(() => compileFixture([errors], { [errors]: (text) => text.replace('no such words', '') })).toThrow(
      /leaves domain\/shared\/errors\.ts as it is/,
    );
  });
});
