import type { MessageRenderer } from '../activities/ports/mail';
import { acceptedIn } from '../domain/proof/accepted';
import { dateProofs, type Proof, type ProofNotice } from '../domain/proof/proof';
import type { Database } from '../store/database/database';
import { readProof, type NoticeOnRecord } from '../store/windows/proof';

export interface ProofDependencies {
  readonly db: Database;
  readonly renderer: MessageRenderer;
}

/** The proof of notice at `now` (UTC ms); undefined when no notice of the window was owed to the organization. */
export async function makeProof(
  { db, renderer }: ProofDependencies,
  reference: string,
  organizationId: string,
  now: number,
): Promise<Proof | undefined> {
  const record = await readProof(db, reference, organizationId);
  const latest = record?.notices.at(-1);
  if (!record || !latest) return undefined;
  const { view, history, conflicts, notices, answers } = record;
  return {
    reference,
    title: view.spec.title,
    class: view.spec.class,
    phase: view.phase,
    organization: latest.organization,
    startedAt: view.startedAt,
    endedAt: view.endedAt,
    cancelledAt: view.cancelledAt,
    dates: dateProofs(history, notices, now),
    accepted: acceptedIn(history, conflicts),
    notices: await Promise.all(notices.map((notice) => withText(renderer, notice))),
    answers: answers.map(({ recipient, answer, sequence, at }) => ({ recipient, answer, sequence, at })),
    madeAt: now,
  };
}

/** The text is a function of the facts alone, so what is written now is what was sent. */
async function withText(renderer: MessageRenderer, { message, ...notice }: NoticeOnRecord): Promise<ProofNotice> {
  if (!message) return { ...notice, message: null };
  const { subject, text } = await renderer.render(message);
  return { ...notice, message: { to: message.recipient.name, subject, text } };
}
