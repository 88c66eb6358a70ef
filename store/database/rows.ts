/** How many rows a statement has changed, or read when it only reads. */
export async function rowsOf(
  result: Promise<{ readonly numAffectedRows?: bigint; readonly rows: readonly unknown[] }>,
): Promise<number> {
  const { numAffectedRows, rows } = await result;
  return numAffectedRows === undefined ? rows.length : Number(numAffectedRows);
}
