import { get } from 'node:http';

/** What a browser takes over the wire for this address: the bytes of the body as they are sent. Rejects for another answer than 200. */
function weight(url: string, cookie: string): Promise<{ bytes: number; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': 'gzip, br' } }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const body = Buffer.concat(pieces);
        if (response.statusCode === 200) resolve({ bytes: body.length, body });
        else reject(new Error(`${url}: ${String(response.statusCode)}`));
      });
    }).on('error', reject);
  });
}

const sum = (some: readonly { readonly bytes: number }[]) => some.reduce((all, { bytes }) => all + bytes, 0);

/** A page with all of its own files, in bytes, and of these the scripts; `html`: the page as text, where it is not compressed. */
export async function pageWeight(origin: string, path: string, cookie: string) {
  const page = await weight(origin + path, cookie);
  const html = page.body.toString();
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(([, file = '']) => file);
  const sizes = await Promise.all(
    files.map(async (file) => ({ file, bytes: (await weight(origin + file, cookie)).bytes })),
  );
  return {
    ...{ html, files },
    all: sum([page, ...sizes]),
    scripts: sum(sizes.filter(({ file }) => file.endsWith('.js'))),
  };
}
