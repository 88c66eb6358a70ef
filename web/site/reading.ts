import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { en } from '../words/en';
import type { Site } from './site';

/** In which language a page is written, and how its links keep it; the layout says so to everything below it. */
export type Reading = Pick<Site, 'say' | 'to'>;
export const ReadingContext = createContext<Reading>({ say: en, to: (href) => href });

export function useReading(): Reading {
  return useContext(ReadingContext);
}
