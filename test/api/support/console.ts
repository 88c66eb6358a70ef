import pino from 'pino';
import type { Grant } from '../../../domain/access/grant';
import { HOUR } from '../../../domain/shared/time';
import { beginSession } from '../../../store/access/sessions';
import { serveOnLoopback, type Loopback } from '../../../stand-ins/shared/loopback';
import { formToken } from '../../../web/sign-in/forgery';
import { Browsing } from '../../support/browsing';
import { consoleApp } from '../../support/console-app';
import type { useApi } from './api';
import express from 'express';

/** Somebody in a browser, signed in. */
export interface AtConsole {
  /** A page; its status and text. */
  page(path: string): Promise<Shown>;
  /** Sends a form of their own; `key`: the same for one that is sent twice. */
  send(path: string, fields: Readonly<Record<string, string>>, key?: string): Promise<Shown>;
  /** Sends a form with a file, its fields first. */
  upload(
    path: string,
    fields: Readonly<Record<string, string>>,
    file?: readonly [name: string, content: string],
  ): Promise<Shown>;
  readonly secret: string;
}

export interface Shown {
  readonly status: number;
  readonly text: string;
  /** Where it ended. */
  readonly url: string;
  readonly headers: Headers;
}

/** The console over the API's own operations, for people who are signed in already; how they do that is in sign-in.test.ts. */
export function useConsole(api: ReturnType<typeof useApi>) {
  let server: Loopback;
  const log: string[] = [];
  beforeAll(async () => {
    const app = express();
    server = await serveOnLoopback(app);
    app.use(
      consoleApp({
        ...{ db: api.store.db, publicUrl: server.origin, issuer: 'https://id.example', clock: () => api.time.now },
        ...{ routes: api.routes, logger: pino({}, { write: (line: string) => void log.push(line) }) },
      }),
    );
  });
  afterAll(() => server.close());

  return {
    get origin() {
      return server.origin;
    },
    async signedIn(
      role: Grant['role'],
      more: { organizations?: readonly string[]; staffId?: string } = {},
    ): Promise<AtConsole> {
      const { organizations = null, staffId = null } = more;
      const { secret } = await beginSession(api.store.db, {
        ...{
          person: staffId ?? `${role}@provider.example`,
          name: `An ${role}`,
          staffId,
          door: 'openid',
          subject: 'of-the-tests',
          providerSession: null,
          browser: null,
        },
        grants: [{ role, organizations }],
        ...{ now: api.time.now, endsAt: api.time.now + 12 * HOUR },
      });
      return atConsole(server.origin, secret);
    },
  };
}

function atConsole(origin: string, secret: string): AtConsole {
  const browser = new Browsing();
  browser.setCookie(origin, 'forewarn', secret);
  const shown = async (response: Response): Promise<Shown> => ({
    ...{ status: response.status, text: await response.text(), headers: response.headers },
    url: (browser.visited.at(-1) ?? '').slice(origin.length),
  });
  return {
    secret,
    page: async (path) => shown(await browser.go(origin + path)),
    async send(path, fields, key) {
      const own = { 'form-token': formToken(secret), ...(key === undefined ? {} : { 'form-key': key }) };
      return shown(await browser.form(origin + path, { ...own, ...fields }));
    },
    async upload(path, fields, file) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ 'form-token': formToken(secret), ...fields }))
        body.append(name, value);
      body.append('file', new Blob([file?.[1] ?? '']), file?.[0] ?? '');
      return shown(await browser.go(origin + path, { method: 'POST', body }));
    },
  };
}

/** What stands at a field as its fault; undefined for none. */
export function faultIn(html: string, field: string): string | undefined {
  return new RegExp(`id="field-${field}-fault"[^>]*>([^<]*)<`).exec(html)?.[1];
}
