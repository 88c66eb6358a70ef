/** The first names, and how many more there are: `a, b and 3 more`. Pure. */
export function someOf(
  names: readonly string[],
  { most = 5, between = ', ' }: { readonly most?: number; readonly between?: string } = {},
): string {
  const more = names.length - most;
  return names.slice(0, most).join(between) + (more > 0 ? ` and ${String(more)} more` : '');
}
