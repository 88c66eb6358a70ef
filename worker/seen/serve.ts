import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { Express } from 'express';

/** Listens for probes and scrapers. Throws an Error that names the settings when it cannot. Gives back what closes it. */
export async function serveSeen(
  app: Express,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer(app);
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new Error(
      `Cannot listen on ${host}:${String(port)} (${code}). Check FOREWARN_WORKER_HTTP_HOST and FOREWARN_WORKER_HTTP_PORT.`,
      { cause: error },
    );
  }
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    close: () => closed(server),
  };
}

/** A probe is answered in seconds, and whoever asks again finds nobody. */
async function closed(server: Server): Promise<void> {
  const over = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await over;
}
