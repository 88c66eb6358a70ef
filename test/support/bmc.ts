import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { selfSigned } from './self-signed';

/** The one system of a controller, as a test sets it. */
export interface BmcSystem {
  power: string;
  boot: string | undefined;
  lastReset: string | undefined;
  allowed: readonly string[] | undefined;
}

/** A management controller on loopback with sessions, TLS and what the emulator lacks: LastResetTime and boot progress. */
export interface Bmc {
  readonly url: string;
  /** Its own certificate, PEM. */
  readonly certificate: string;
  readonly system: BmcSystem;
  /** The reset types that were asked for. */
  readonly resets: string[];
  /** Sessions that were opened and not closed. */
  readonly sessions: Set<string>;
  opened: number;
  /** By how much its clock is ahead (ms). */
  clockAhead: number;
  close(): Promise<void>;
}

export const BMC_USER = 'maintenance';
export const BMC_PASSWORD = 'canary-of-the-bmc';

const RESET = '/redfish/v1/Systems/1/Actions/ComputerSystem.Reset';

export async function startBmc(): Promise<Bmc> {
  const { key, cert } = selfSigned();
  const bmc = {
    certificate: cert,
    system: {
      power: 'On',
      boot: 'OSRunning',
      lastReset: undefined,
      allowed: ['GracefulRestart', 'ForceRestart'],
    } as BmcSystem,
    resets: [] as string[],
    sessions: new Set<string>(),
    opened: 0,
    clockAhead: 0,
  };
  const server = createServer({ key, cert }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('date', new Date(Date.now() + bmc.clockAhead).toUTCString());
      answer(bmc, request, response, Buffer.concat(chunks).toString());
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return Object.assign(bmc, {
    url: `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

type State = Omit<Bmc, 'url' | 'close'>;

function answer(bmc: State, request: IncomingMessage, response: ServerResponse, body: string): void {
  const line = `${request.method ?? ''} ${request.url ?? ''}`;
  const json = (status: number, value?: object) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(value && JSON.stringify(value));
  const token = String(request.headers['x-auth-token']);
  if (line === 'POST /redfish/v1/SessionService/Sessions') {
    const { UserName, Password } = JSON.parse(body) as { UserName: string; Password: string };
    if (UserName !== BMC_USER || Password !== BMC_PASSWORD) return json(401, problem('Base.1.0.NoValidSession'));
    bmc.opened += 1;
    const opened = `token-${String(bmc.opened)}`;
    bmc.sessions.add(opened);
    response.setHeader('x-auth-token', opened).setHeader('location', `/redfish/v1/SessionService/Sessions/${opened}`);
    return json(201, {});
  }
  if (!bmc.sessions.has(token)) return json(401, problem('Base.1.0.NoValidSession'));
  switch (line) {
    case `DELETE /redfish/v1/SessionService/Sessions/${token}`:
      bmc.sessions.delete(token);
      return json(204);
    case 'GET /redfish/v1/Systems':
      return json(200, { Members: [{ '@odata.id': '/redfish/v1/Systems/1' }] });
    case 'GET /redfish/v1/Systems/1':
      return json(200, shown(bmc.system));
    case 'GET /redfish/v1/Systems/1/ResetActionInfo':
      return json(200, { Parameters: [{ Name: 'ResetType', AllowableValues: bmc.system.allowed }] });
    case `POST ${RESET}`:
      bmc.resets.push((JSON.parse(body) as { ResetType: string }).ResetType);
      return json(204);
    default:
      return json(404, problem('Base.1.0.ResourceMissingAtURI'));
  }
}

function shown({ power, boot, lastReset, allowed }: BmcSystem): object {
  const info = { '@Redfish.ActionInfo': '/redfish/v1/Systems/1/ResetActionInfo' };
  return {
    ...{ Id: '1', PowerState: power, LastResetTime: lastReset },
    ...(boot === undefined ? {} : { BootProgress: { LastState: boot } }),
    Actions: { '#ComputerSystem.Reset': { target: RESET, ...(allowed === undefined ? {} : info) } },
  };
}

const problem = (code: string) => ({ error: { code, message: `See ${code}.` } });
