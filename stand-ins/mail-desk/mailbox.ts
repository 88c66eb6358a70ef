import { randomUUID } from 'node:crypto';
import { added, openMailFile, type MailFile } from './mail-file';
import { readMail, type ReadMail, type StoredMail } from './stored-mail';

/** The desk keeps the newest so many messages. */
const MAIL_LIMIT = 5_000;

export interface Mailbox {
  /** Keeps the message; with a data folder it is on disk when the promise resolves. */
  add(from: string, to: readonly string[], raw: Buffer): Promise<StoredMail>;
  /** Newest first. */
  all(): readonly StoredMail[];
  /** The message of that id, or the newest for `latest`. */
  find(id: string): StoredMail | undefined;
  /** What it says; read once and remembered. */
  read(mail: StoredMail): Promise<ReadMail>;
  markRead(id: string): Promise<void>;
  /** Takes out those of the ids it has, or everything. */
  remove(ids: readonly string[] | 'all'): Promise<void>;
  close(): Promise<void>;
}

/** The desk's messages, in memory and, with `dataFolder`, in a file that a restart reads again. */
export async function openMailbox({
  dataFolder,
  limit = MAIL_LIMIT,
}: { dataFolder?: string; limit?: number } = {}): Promise<Mailbox> {
  const opened = dataFolder === undefined ? undefined : await openMailFile(dataFolder);
  const file: MailFile | undefined = opened?.file;
  // insertion order is order of arrival
  const mails = new Map((opened?.mails ?? []).map((mail) => [mail.id, mail]));
  const texts = new Map<string, Promise<ReadMail>>();

  function forget(id: string): void {
    mails.delete(id);
    texts.delete(id);
  }
  function trim(): void {
    for (const id of mails.keys()) {
      if (mails.size <= limit) return;
      forget(id);
    }
  }
  /** Rewrites the file when most of its lines are about messages that are gone. */
  async function tidy(): Promise<void> {
    if (file && file.lines > 2 * mails.size + 1_000) await file.rewrite(() => mails.values());
  }

  trim();
  await tidy();

  return {
    async add(from, to, raw) {
      const mail: StoredMail = {
        id: randomUUID().replaceAll('-', ''),
        receivedAt: Date.now(),
        from,
        to,
        raw,
        read: false,
      };
      mails.set(mail.id, mail);
      try {
        await file?.append(added(mail));
      } catch (error) {
        forget(mail.id); // the sender hears that it was not taken
        throw error;
      }
      trim();
      await tidy();
      return mail;
    },
    all: () => [...mails.values()].reverse(),
    find: (id) => (id === 'latest' ? [...mails.values()].at(-1) : mails.get(id)),
    read(mail) {
      const known = texts.get(mail.id) ?? readMail(mail);
      if (mails.has(mail.id)) texts.set(mail.id, known);
      return known;
    },
    async markRead(id) {
      const mail = mails.get(id);
      if (!mail || mail.read) return;
      mails.set(id, { ...mail, read: true });
      await file?.append({ read: id });
    },
    async remove(ids) {
      if (ids === 'all') {
        mails.clear();
        texts.clear();
        await file?.rewrite(() => mails.values());
        return;
      }
      const known = ids.filter((id) => mails.has(id));
      known.forEach(forget);
      if (known.length > 0) await file?.append({ remove: known });
      await tidy();
    },
    close: async () => file?.settled(),
  };
}
