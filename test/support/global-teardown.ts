/** Stops what global-setup started, once, however often jest calls it. */
export default async function globalTeardown(): Promise<void> {
  const stop = globalThis.stopTestServer;
  globalThis.stopTestServer = undefined;
  await stop?.();
}
