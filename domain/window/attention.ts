import type { Attention, WindowState } from './types';

/** The state with something a person has to look at; when it is raised again, it keeps the time of the first. */
export function raised<S extends WindowState>(state: S, code: string, text: string, at: number): S {
  const others = state.attention.filter((a) => a.code !== code);
  const since = state.attention.find((a) => a.code === code)?.since ?? at;
  const entry: Attention = { code, text, since };
  return { ...state, attention: [...others, entry] };
}

/** The state without what has been dealt with. */
export function cleared<S extends WindowState>(state: S, ...codes: string[]): S {
  const attention = state.attention.filter((a) => !codes.includes(a.code));
  return attention.length === state.attention.length ? state : { ...state, attention };
}

/** Whether it waits for a person already. */
export function needs(state: WindowState, code: string): boolean {
  return state.attention.some((a) => a.code === code);
}
