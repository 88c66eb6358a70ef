import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server on loopback. */
export interface Loopback {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** Ends the server and every connection to it. */
  readonly close: () => Promise<void>;
}

/** Serves requests on loopback; port 0 is a free one. Rejects when the port is taken. */
export async function serveOnLoopback(listener: RequestListener, port = 0): Promise<Loopback> {
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
