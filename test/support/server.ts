import type { RequestListener } from 'node:http';
import { serveOnLoopback, type Loopback } from '../../stand-ins/shared/loopback';

/** Serves requests on loopback while the tests of a file or block run; `listener` is called when they begin. */
export function useServer(listener: () => RequestListener) {
  let server: Loopback;
  beforeAll(async () => {
    server = await serveOnLoopback(listener());
  });
  afterAll(() => server.close());
  return {
    /** `http://127.0.0.1:port` */
    get origin() {
      return server.origin;
    },
  };
}
