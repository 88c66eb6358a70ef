import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { NoticeKey } from '../../activities/ports/ledger';
import type { Said, SaidText } from '../../domain/proof/said';
import { toJson } from '../database/json';
import type { Database } from '../database/database';
import { isNotice } from './key';

/** Which texts a delivery's mail had, by delivery. */
export type KeptWords = ReadonlyMap<number, { readonly subject: number; readonly body: number }>;

/** What is remembered of the rows of one notice. */
interface Known {
  readonly subjects: Map<string, number>;
  readonly texts: WeakMap<SaidText, number>;
}

/** Notices under way at the same time in one process, and subjects of each: more are looked up again. */
const NOTICES_MAX = 100;
const SUBJECTS_MAX = 10_000;

interface Row {
  readonly json: string;
  readonly hash: Buffer;
  readonly note: (id: number) => void;
}

/**
 * Keeps what mails say (T1), each text of a notice once whoever sends it. What this process has kept before costs nothing more. Repeating
 * it changes nothing.
 */
export function createNoticeTexts(db: Database) {
  const notices = new Map<string, Known>();

  return {
    async keep(key: NoticeKey, words: ReadonlyMap<number, Said>): Promise<KeptWords> {
      const known = knownOf(key);
      const missing = [...words.values()].flatMap(({ subject, text }) => [
        ...(known.subjects.has(subject) ? [] : [subjectRow(known, subject)]),
        ...(known.texts.has(text) ? [] : [textRow(known, text)]),
      ]);
      if (missing.length > 0) await write(db, key, missing);
      const kept = new Map<number, { subject: number; body: number }>();
      for (const [id, said] of words) {
        const subject = known.subjects.get(said.subject);
        const body = known.texts.get(said.text);
        if (subject !== undefined && body !== undefined) kept.set(id, { subject, body });
      }
      if (known.subjects.size > SUBJECTS_MAX) known.subjects.clear();
      return kept;
    },
  };

  function knownOf({ reference, slug, revision }: NoticeKey): Known {
    const name = `${reference} ${slug} ${String(revision)}`;
    const known = notices.get(name) ?? { subjects: new Map<string, number>(), texts: new WeakMap<SaidText, number>() };
    notices.delete(name);
    notices.set(name, known);
    const [oldest] = notices.keys();
    if (notices.size > NOTICES_MAX && oldest !== undefined) notices.delete(oldest);
    return known;
  }
}

function subjectRow({ subjects }: Known, subject: string): Row {
  return row({ form: 1, parts: [subject] }, (id) => subjects.set(subject, id));
}

function textRow({ texts }: Known, text: SaidText): Row {
  return row(text, (id) => texts.set(text, id));
}

function row(said: SaidText, note: (id: number) => unknown): Row {
  const json = toJson(said);
  return { json, hash: createHash('sha256').update(json).digest(), note: (id) => void note(id) };
}

/** Writes what is not there. A row that another process writes at the same moment is seen by the second look. */
async function write(db: Database, key: NoticeKey, rows: readonly Row[]): Promise<void> {
  const byHash = new Map(rows.map((one) => [one.hash.toString('hex'), one]));
  const hashes = [...byHash.values()].map(({ hash }) => hash);
  await sql`
    insert into notice_texts (notice_id, hash, said)
    select n.id, t.hash, t.said::jsonb
    from notices n, unnest(${hashes}::bytea[], ${[...byHash.values()].map(({ json }) => json)}::text[]) as t(hash, said)
    where ${isNotice(key)}
    on conflict do nothing
  `.execute(db);
  const { rows: found } = await sql<{ id: number; hash: Buffer }>`
    select t.id, t.hash from notice_texts t join notices n on n.id = t.notice_id
    where ${isNotice(key)} and t.hash = any (${hashes}::bytea[])
  `.execute(db);
  const ids = new Map(found.map(({ id, hash }) => [hash.toString('hex'), id]));
  for (const { hash, note } of rows) {
    const id = ids.get(hash.toString('hex'));
    if (id !== undefined) note(id);
  }
}
