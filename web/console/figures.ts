const figure = new Intl.NumberFormat('en-US');

/** `31,204` */
export const inFigures = (count: number): string => figure.format(count);

/** `40 min`, `3 h 5 min`, `2 days`: how far away an instant is, in whole minutes. */
export function spanText(ms: number): string {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  const [days, hours] = [Math.floor(minutes / 1_440), Math.floor(minutes / 60)];
  if (days >= 2) return `${String(days)} days`;
  if (hours === 0) return `${String(minutes)} min`;
  return minutes % 60 === 0 ? `${String(hours)} h` : `${String(hours)} h ${String(minutes % 60)} min`;
}
