/** How a page of the console is looked at. */
interface Look {
  readonly size: 'desktop' | 'phone';
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
}

const DESKTOP = { size: 'desktop', viewport: { width: 1280, height: 800 } } as const;
const PHONE = { size: 'phone', viewport: { width: 360, height: 780 } } as const;

/** The two that differ in everything; with FOREWARN_TEST_LOOKS=all, which takes minutes longer, every one there is. */
export const LOOKS: readonly Look[] = [
  { ...DESKTOP, colorScheme: 'light' },
  { ...PHONE, colorScheme: 'dark' },
  ...(process.env.FOREWARN_TEST_LOOKS === 'all'
    ? [{ ...DESKTOP, colorScheme: 'dark' } as const, { ...PHONE, colorScheme: 'light' } as const]
    : []),
];
