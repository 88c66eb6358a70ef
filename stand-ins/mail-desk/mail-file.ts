import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { StoredMail } from './stored-mail';

/** One line of the file: what happened to the box, in order. */
type Entry =
  | { readonly add: Omit<StoredMail, 'raw' | 'read'> & { readonly raw: string; readonly read: boolean } }
  | { readonly read: string }
  | { readonly remove: readonly string[] };

/** The box on disk: a file of lines that only grows, rewritten now and then. Calls are carried out one after the other. */
export interface MailFile {
  append(entry: Entry): Promise<void>;
  /** Makes the file hold exactly what `kept` answers when its turn comes. */
  rewrite(kept: () => Iterable<StoredMail>): Promise<void>;
  /** Lines written since the last rewrite or opening. */
  readonly lines: number;
  /** Waits for what is being written. */
  settled(): Promise<void>;
}

export function added({ raw, ...mail }: StoredMail): Entry {
  return { add: { ...mail, raw: raw.toString('base64') } };
}

/** Opens `mails.jsonl` in the folder, which is made when missing, and answers what it holds, oldest first. */
export async function openMailFile(folder: string): Promise<{ file: MailFile; mails: StoredMail[] }> {
  await mkdir(folder, { recursive: true });
  const name = path.join(folder, 'mails.jsonl');
  const { mails, lines: found } = await replay(name);
  let lines = found;
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    const done = last.then(work);
    last = done.catch(() => undefined); // the caller gets the error; the next call still runs
    return done;
  };
  return {
    mails,
    file: {
      append: (entry) =>
        inTurn(async () => {
          await appendFile(name, lineOf(entry));
          lines++;
        }),
      rewrite: (kept) =>
        inTurn(async () => {
          const draft = `${name}.new`;
          await writeFile(draft, '');
          const mails = [...kept()];
          for (const mail of mails) await appendFile(draft, lineOf(added(mail)));
          await rename(draft, name);
          lines = mails.length;
        }),
      get lines() {
        return lines;
      },
      settled: () => last,
    },
  };
}

/** The break comes first, so that a line cut off by a crash does not swallow the next one. */
function lineOf(entry: Entry): string {
  return `\n${JSON.stringify(entry)}`;
}

/** A line that cannot be read is the end of a write that was cut off: it is left out. */
async function replay(name: string): Promise<{ mails: StoredMail[]; lines: number }> {
  const mails = new Map<string, StoredMail>();
  let lines = 0;
  const input = createReadStream(name, { flags: 'a+' });
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    lines++;
    const entry = parse(line);
    if (!entry) continue;
    if ('add' in entry) {
      mails.set(entry.add.id, { ...entry.add, raw: Buffer.from(entry.add.raw, 'base64') });
    } else if ('read' in entry) {
      const mail = mails.get(entry.read);
      if (mail) mails.set(mail.id, { ...mail, read: true });
    } else {
      for (const id of entry.remove) mails.delete(id);
    }
  }
  return { mails: [...mails.values()], lines };
}

function parse(line: string): Entry | undefined {
  try {
    return JSON.parse(line) as Entry;
  } catch {
    return undefined;
  }
}
