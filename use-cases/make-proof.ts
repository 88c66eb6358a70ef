import type { MessageRenderer } from '../activities/ports/mail';
import { fillSaid } from '../channels/email/content/said/fill';
import { acceptedForCustomer, acceptedIn } from '../domain/proof/accepted';
import { dateProofs, type Proof, type ProofNotice } from '../domain/proof/proof';
import { KnownError } from '../domain/shared/errors';
import { optional } from '../domain/shared/optional';
import { invalid } from '../domain/shared/invalid';
import type { Database } from '../store/database/database';
import { readProof, type NoticeOnRecord } from '../store/windows/proof';
import { organizationsOf, type Viewer } from '../store/windows/viewer';

export interface ProofDependencies {
  readonly db: Database;
  readonly renderer: MessageRenderer;
}

/** Whose proof of which window is asked for. */
export interface AskedProof {
  readonly reference: string;
  /** For staff to name; a customer gets its own. */
  readonly organization?: string | undefined;
}

/**
 * The proof of notice (T1) at `now` (UTC ms) as the viewer may read it: a customer without the names of the provider's people.
 * Throws KnownError `not-found` when no notice of the window was owed to the organization, and for another tenant's (T3);
 * `invalid-body` when staff name no organization.
 */
export async function proofFor(
  deps: ProofDependencies,
  { reference, organization: asked }: AskedProof,
  viewer: Viewer,
  now: number,
): Promise<Proof> {
  const organization = organizationOf(asked, viewer);
  const proof = organization === undefined ? undefined : await makeProof(deps, reference, organization, now);
  if (proof) return organizationsOf(viewer) === null ? proof : forCustomer(proof);
  throw new KnownError(
    'not-found',
    `No notice of ${reference} to that organization is on record, sent or owed. It is told with the first notice; /notices lists them.`,
  );
}

/** Without names of the provider's people, nor its names of its own classes (P6). */
function forCustomer({ className: _own, ...proof }: Proof): Proof {
  return { ...proof, accepted: acceptedForCustomer(proof.accepted) };
}

/** A customer that asks for another's proof asks for something that does not exist (T3). */
function organizationOf(asked: string | undefined, { organizationId: own, organizations }: Viewer): string | undefined {
  if (own !== null) return asked === undefined || asked === own ? own : undefined;
  if (asked === undefined) {
    throw invalid([{ field: 'organization', message: 'is required: whose proof it is, such as acme' }], 'query');
  }
  return !organizations || organizations.includes(asked) ? asked : undefined;
}

/** The proof of notice at `now` (UTC ms); undefined when no notice of the window was owed to the organization. */
async function makeProof(
  { db, renderer }: ProofDependencies,
  reference: string,
  organizationId: string,
  now: number,
): Promise<Proof | undefined> {
  const record = await readProof(db, reference, organizationId);
  const latest = record?.notices.at(-1);
  if (!record || !latest) return undefined;
  const { view, history, conflicts, notices, answers, work } = record;
  return {
    reference,
    title: view.spec.title,
    class: view.spec.class,
    ...optional({ className: view.spec.className, classLabel: view.classLabel }),
    phase: view.phase,
    organization: latest.organization,
    startedAt: view.startedAt,
    endedAt: view.endedAt,
    cancelledAt: view.cancelledAt,
    rolledBackAt: view.rollBack?.endedAt ?? null,
    dates: dateProofs(history, notices, now),
    accepted: acceptedIn(history, conflicts),
    notices: await Promise.all(notices.map((notice) => withText(renderer, notice))),
    work,
    answers: answers.map(({ recipient, answer, sequence, at }) => ({ recipient, answer, sequence, at })),
    madeAt: now,
  };
}

/** What was said, where it is on record; else what today's templates and brand say of the facts that were sent. */
async function withText(renderer: MessageRenderer, { message, said, ...notice }: NoticeOnRecord): Promise<ProofNotice> {
  if (!message) return { ...notice, message: null };
  const to = message.recipient.name;
  if (said) {
    const { subject, body } = said;
    return { ...notice, message: { to, subject, text: fillSaid(body, message), wording: 'as-sent' } };
  }
  const { subject, text } = await renderer.render(message);
  return { ...notice, message: { to, subject, text, wording: 'todays-version' } };
}
