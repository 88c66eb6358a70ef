/**
 * How many connections to mail servers a process can afford: a quarter of the files that it may have open. Where none is left, Node
 * aborts in the middle of a workflow's step, whose evaluation needs one, and every notice waits until the process is started again.
 */
export function affordableConnections(openFiles: number | undefined = openFilesLimit()): number {
  return openFiles === undefined ? Infinity : Math.max(1, Math.floor(openFiles / 4));
}

/** The limit of this process; undefined where there is none, or the system does not say. */
function openFilesLimit(): number | undefined {
  // or it would look up the names of all peers; the types do not know it yet
  Object.assign(process.report, { excludeNetwork: true });
  const { userLimits } = process.report.getReport() as {
    readonly userLimits?: { readonly open_files?: { readonly soft: number | 'unlimited' } };
  };
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : undefined;
}
