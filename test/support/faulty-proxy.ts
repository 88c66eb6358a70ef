import { request as forward, type IncomingMessage, type ServerResponse } from 'node:http';
import { serveOnLoopback } from '../../stand-ins/shared/loopback';

/** A proxy in front of somebody else's server, which cannot be told to fail itself. */
export interface FaultyProxy {
  readonly origin: string;
  /** What has reached the server, as `POST /path`. */
  readonly arrived: readonly string[];
  /** `lose`: the next request of that method and path arrives, and its answer is lost; `silent`: nothing arrives. */
  mode: { readonly lose: RegExp } | 'silent' | undefined;
  close(): Promise<void>;
}

/** Forwards to a server on loopback. */
export async function startFaultyProxy(port: number): Promise<FaultyProxy> {
  const arrived: string[] = [];
  const proxy: Pick<FaultyProxy, 'mode'> = { mode: undefined };
  const server = await serveOnLoopback((request, response) => {
    if (proxy.mode === 'silent') return;
    const line = `${request.method ?? ''} ${request.url ?? ''}`;
    const isLost = proxy.mode?.lose.test(line) ?? false;
    if (isLost) proxy.mode = undefined;
    arrived.push(line);
    pass(request, response, port, isLost);
  });
  return Object.assign(proxy, { origin: server.origin, arrived, close: server.close });
}

function pass(request: IncomingMessage, response: ServerResponse, port: number, isLost: boolean): void {
  const { method, url, headers } = request;
  const onward = forward({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
    if (isLost) {
      answer.resume();
      response.socket?.resetAndDestroy();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}
