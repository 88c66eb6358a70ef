import { parseSetCookie } from 'cookie';

/** What a browser does of its own: keeps the cookies of each host and follows redirects, one at a time or to the end. */
export class Browsing {
  private readonly jar = new Map<string, Map<string, string>>();
  /** Every address it came to, the newest last. */
  readonly visited: string[] = [];

  /** The cookies that a host would be sent. */
  cookies(origin: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.jar.get(new URL(origin).host) ?? []);
  }

  setCookie(origin: string, name: string, value: string): void {
    const { host } = new URL(origin);
    this.jar.set(host, (this.jar.get(host) ?? new Map<string, string>()).set(name, value));
  }

  async once(url: string, init: RequestInit = {}): Promise<Response> {
    this.visited.push(url);
    const cookie = Object.entries(this.cookies(url))
      .map(([name, value]) => `${name}=${value}`)
      .join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string> | undefined) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const { name, value = '', expires, maxAge } = parseSetCookie(line);
      const isGone = (expires !== undefined && expires.getTime() < Date.now()) || maxAge === 0;
      this.setCookie(url, name, value);
      if (isGone) this.jar.get(new URL(url).host)?.delete(name);
    }
    return response;
  }

  /** Follows redirects to the end, or to a page of which `until` says so. */
  async go(url: string, init: RequestInit = {}, until: (next: string) => boolean = () => false): Promise<Response> {
    let response = await this.once(url, init);
    for (let at = url; response.status >= 300 && response.status < 400;) {
      at = new URL(response.headers.get('location') ?? '', at).href;
      if (until(at)) return response;
      response = await this.once(at);
    }
    return response;
  }

  /** Sends a form as a page would. */
  form(url: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.go(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
    });
  }
}
