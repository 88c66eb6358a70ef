import { z } from 'zod';
import { read } from '../../domain/shared/validation';
import { DEFAULT_POLICY } from '../../domain/notices/notice-policy';
import { startDetails } from '../../temporal/start-details';
import { invalid } from '../../domain/shared/invalid';
import { isDatabaseDown, knownFailure, loggable } from '../../api/http/failures';
import { evolve } from '../../domain/window/evolve/evolve';
import { openedEvent, openingBody } from '../support/windows';

const faults = (schema: z.ZodType, raw: unknown) => {
  const result = read(schema, raw);
  return 'faults' in result ? result.faults.map(({ field, message }) => `${field} ${message}`) : 'none';
};

describe('faults in words', () => {
  it.each<[z.ZodType, unknown, string]>([
    [z.object({ a: z.string() }), {}, 'a is required'],
    [z.object({ a: z.enum(['x', 'y']) }), {}, 'a is required'],
    [z.object({ a: z.iso.date('must be a date') }), {}, 'a is required'],
    [z.object({ a: z.iso.date('must be a date') }), { a: 'x' }, 'a must be a date'],
    [z.object({ a: z.string() }), { a: null }, 'a must be a text'],
    [z.object({ a: z.number() }), { a: 'x' }, 'a must be a number'],
    [z.object({ a: z.boolean() }), { a: 'x' }, 'a must be true or false'],
    [z.object({ a: z.array(z.string()) }), { a: {} }, 'a must be a list'],
    [z.object({ a: z.string().max(2) }), { a: 'abc' }, 'a must have at most 2 characters'],
    [z.object({ a: z.string().min(2) }), { a: 'a' }, 'a must have at least 2 characters'],
    [z.object({ a: z.string().min(1) }), { a: '' }, 'a must not be empty'],
    [z.object({ a: z.array(z.int()).max(1) }), { a: [1, 2] }, 'a must hold at most 1 entries'],
    [z.object({ a: z.array(z.int()) }), { a: [1, 'x'] }, 'a.1 must be a number'],
    [z.object({ a: z.int().min(3) }), { a: 2 }, 'a must be at least 3'],
    [z.object({ a: z.literal('x') }), { a: 'y' }, 'a must be "x"'],
    [z.object({ a: z.uuid() }), { a: 'y' }, 'a must have the form of uuid'],
    [z.strictObject({}), { a: 1 }, 'a is not a known field'],
    [z.strictObject({}), [], '(body) must be an object'],
  ])('%#', (schema, raw, words) => {
    expect(faults(schema, raw)).toEqual([words]);
  });

  it('stay few, whatever is sent', () => {
    const found = faults(
      z.array(z.string()),
      Array.from({ length: 10_000 }, () => 1),
    );
    expect(found).toHaveLength(51);
    expect(found.at(-1)).toBe('(body) has 9950 more faults');
  });

  it('never throw', () => {
    expect(faults(z.object({ a: z.object({ b: z.string() }) }), { a: null })).toEqual(['a must be an object']);
    expect(faults(z.object({ a: z.string() }), undefined)).toEqual(['(body) is required']);
  });

  it('name a field that the sender made up without spoiling the sentence', () => {
    const { message } = invalid([{ field: `a". \n<b>${'x'.repeat(1_000)}`, message: 'is not a known field' }]);
    expect(message).toMatch(/^"a\\". \\n<b>x+…" is not a known field\. Nothing was changed/);
    expect(message.length).toBeLessThan(400);
  });
});

describe('what the Temporal UI shows of the start', () => {
  const details = (change: Parameters<typeof openingBody>[0]) =>
    startDetails(evolve(undefined, openedEvent(openingBody(change), { policy: DEFAULT_POLICY })));

  it('is a table of what was opened', () => {
    const lines = details({}).split('\n');
    expect(lines).toContain('| class | standard |');
    expect(lines).toContain('| planned start | 2026-12-10T00:00:00Z |');
    expect(lines).toContain('| scope | eu-1/dc-1/rack-a12 |');
  });

  it('P8: leads to the console where people sign in', () => {
    const state = evolve(undefined, openedEvent(openingBody(), { policy: DEFAULT_POLICY }));
    const [first] = startDetails(state, 'https://status.example').split('\n');
    expect(first).toBe(`[In the console](https://status.example/console/windows/${state.reference})`);
    expect(details({})).not.toContain('console');
  });

  it('stays a table of bounded size whatever the words are', () => {
    const locations = Array.from({ length: 1_000 }, (_, i) => `eu-1/dc-1/rack-${String(i)}`);
    const text = details({ scope: { locations, labels: { 'a|b': '[x](javascript:1)' } } });
    expect(text.length).toBeLessThan(2_500);
    for (const line of text.split('\n')) expect(line.replace(/\\\|/g, '').match(/\|/g)).toHaveLength(3);
  });
});

describe('failures of libraries', () => {
  const thrown = (fields: object) => Object.assign(new Error('Key (email)=(ada@acme.example) exists'), fields);

  it('T4: go to the log without the values a database quotes', () => {
    const logged = loggable(
      thrown({ severity: 'ERROR', code: '23505', constraint: 'contacts_pkey', detail: 'ada@acme.example' }),
    );
    expect(logged).toMatchObject({ code: '23505', constraint: 'contacts_pkey' });
    expect(JSON.stringify(logged)).not.toContain('ada@');
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P03', '53300', '08006'])(
    '%s is a database that is down',
    (code) => {
      expect(isDatabaseDown(thrown({ code }))).toBe(true);
      expect(knownFailure(thrown({ code }))?.code).toBe('database-unreachable');
    },
  );

  it.each(['23505', '42P01', 'ENOENT'])('%s is not', (code) => {
    expect(isDatabaseDown(thrown({ code }))).toBe(false);
    expect(knownFailure(thrown({ code }))).toBeUndefined();
  });

  it.each([undefined, null, 'text', 5, {}])('%j thrown is unforeseen', (value) => {
    expect(knownFailure(value)).toBeUndefined();
    expect(loggable(value)).toHaveProperty('type');
  });
});
