import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export interface ReceivedWebhook {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly body: { type: string; timestamp: string; data: Record<string, unknown> };
}

/** How the receiver answers, once the request has been read. */
type Answering = (received: ReceivedWebhook, response: ServerResponse) => void;

/** A customer's system on loopback: records requests and answers as configured. */
export interface WebhookReceiver {
  readonly url: string;
  readonly received: ReceivedWebhook[];
  /** All TCP connections so far, whatever was sent over them. */
  connections: number;
  answer: Answering;
  close(): Promise<void>;
}

export const answering =
  (status: number, body = '', headers: Record<string, string> = {}): Answering =>
  (_received, response) =>
    void response.writeHead(status, headers).end(body);

export async function startReceiver(tls?: { key: string; cert: string }): Promise<WebhookReceiver> {
  const server = tls ? createTlsServer(tls) : createServer();
  const receiver: WebhookReceiver = {
    url: '',
    received: [],
    connections: 0,
    answer: answering(204),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('connection', () => void (receiver.connections += 1));
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      const { headers } = request;
      const body = JSON.parse(raw) as ReceivedWebhook['body'];
      const received = { id: String(headers['webhook-id']), headers, raw, body };
      receiver.received.push(received);
      receiver.answer(received, response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return Object.assign(receiver, { url: `${tls ? 'https' : 'http'}://127.0.0.1:${String(port)}/hook` });
}

/** Checks the signature as a receiver does, with the reference library of Standard Webhooks; throws when it is wrong. */
export function verify(secret: string, { raw, headers }: Pick<ReceivedWebhook, 'raw' | 'headers'>): void {
  new Webhook(secret).verify(raw, headers as Record<string, string>);
}
