import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en } from '../words/en';
import type { Site } from './site';

/** In which language a page is written, and how its links keep it; the layout says so to everything below it. */
export interface Reading extends Pick<Site, 'say' | 'to'> {
  /** The reader's own zone, an IANA name; UTC alone where it is undefined. */
  readonly zone?: string | undefined;
}
export const ReadingContext = createContext<Reading>({ say: en, to: (href) => href });

export function useReading(): Reading {
  return useContext(ReadingContext);
}
