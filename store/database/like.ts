/** A pattern for `like` and `ilike` that finds texts with this part; what has a meaning in patterns stands for itself. */
export function containing(part: string): string {
  return `%${part.replace(/[\\%_]/g, '\\$&')}%`;
}
