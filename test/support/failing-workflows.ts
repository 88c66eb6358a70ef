/** A window's workflow in a version that fails in every task, as after a faulty deployment. */
export function maintenanceWindow(): Promise<never> {
  throw new TypeError('a fault of this version');
}

/** The same for the workflow that finds such windows: it runs in the test itself. */
export function reconcileWindows(): Promise<never> {
  throw new TypeError('a fault of this version');
}
