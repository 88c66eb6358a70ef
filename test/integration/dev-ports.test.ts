import { createServer, type Server } from 'node:net';
import { freePort, isPortFree, requireFreePorts } from '../../dev/processes/ports';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => server.close()));

function listen(host: string): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    servers.push(server);
    server.listen(0, host, () => resolve((server.address() as { port: number }).port));
  });
}

const wanted = (port: number, purpose = 'API and pages', variable = 'FOREWARN_HTTP_PORT') => ({
  port,
  purpose,
  variable,
});

describe('ports', () => {
  test.each(['127.0.0.1', '0.0.0.0'])('a listener on %s holds the port', async (host) => {
    expect(await isPortFree(await listen(host))).toBe(false);
  });

  test('a free one is free', async () => {
    const port = await freePort();
    expect(await isPortFree(port)).toBe(true);
    await expect(requireFreePorts([wanted(port)])).resolves.toBeUndefined();
  });

  test('one in use is told in one sentence with its purpose and the variable that moves it', async () => {
    const port = await listen('127.0.0.1');
    await expect(requireFreePorts([wanted(await freePort(), 'Temporal', 'X'), wanted(port)])).rejects.toThrow(
      `Port ${String(port)} (API and pages; FOREWARN_HTTP_PORT sets another) is in use: stop the program that holds it, or set the variable.`,
    );
  });

  test('several in use are told at once', async () => {
    const [one, other] = [await listen('127.0.0.1'), await listen('127.0.0.1')];
    await expect(requireFreePorts([wanted(one), wanted(other, 'Temporal', 'FOREWARN_TEMPORAL_PORT')])).rejects.toThrow(
      new RegExp(`${String(one)} \\(API.*${String(other)} \\(Temporal`),
    );
  });

  test('one wanted twice is told, too', async () => {
    const port = await freePort();
    await expect(requireFreePorts([wanted(port), wanted(port, 'Temporal', 'FOREWARN_TEMPORAL_PORT')])).rejects.toThrow(
      /wanted twice, for the API and pages and the Temporal/,
    );
  });
});
