/** How a page of the console is looked at. */
interface Look {
  readonly size: 'desktop' | 'phone';
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const DESKTOP = { size: 'desktop', viewport: { width: 1280, height: 800 } } as const;
const PHONE = { size: 'phone', viewport: { width: 360, height: 780 } } as const;

/** Minutes longer: every page and story in every look. */
const ALL = process.env.FOREWARN_TEST_LOOKS === 'all';

/** The two that differ in everything; with FOREWARN_TEST_LOOKS=all every one there is. */
export const LOOKS: readonly Look[] = [
  { ...DESKTOP, colorScheme: 'light' },
  { ...PHONE, colorScheme: 'dark' },
  ...(ALL ? [{ ...DESKTOP, colorScheme: 'dark' } as const, { ...PHONE, colorScheme: 'light' } as const] : []),
];

/** Each of the rows in one of the variants, by turns, so that every row and every variant is seen; with FOREWARN_TEST_LOOKS=all each in every one. */
export function byTurns<Row, Variant>(rows: readonly Row[], variants: readonly Variant[]): [Row, Variant][] {
  return rows.flatMap((row, at) =>
    variants.filter((_, turn) => ALL || at % variants.length === turn).map((variant): [Row, Variant] => [row, variant]),
  );
}

/** The first of the variants; with FOREWARN_TEST_LOOKS=all each. For stories, which take long. */
export const firstOf = <Variant>(variants: readonly Variant[]): Variant[] => variants.slice(0, ALL ? undefined : 1);
