import type { JSX } from 'preact';
import { inGeneral } from '../../domain/proof/accepted';
import type { AcknowledgementAnswer } from '../../domain/delivery/acknowledgement';
import { NOTICES } from '../../domain/notices/notices';
import {
  describeDateProof,
  describeUntold,
  describeWording,
  wasSent,
  type DateProof,
  type Proof,
  type ProofNotice,
  type ProofVerdict,
} from '../../domain/proof/proof';
import { describeWork } from '../../domain/proof/work';
import { Badge } from '../site/badge';
import type { Tone } from '../site/icon';
import { Sheet } from './sheet';
import { Moment, Period } from '../site/moment';
import type { SiteFacts } from '../site/site';
import { classWord } from '../../domain/public/wording';
import { en } from '../../domain/public/words/en';

const VERDICTS: Record<ProofVerdict, { readonly tone: Tone; readonly text: string }> = {
  kept: { tone: 'good', text: 'Promised notice kept' },
  short: { tone: 'late', text: 'Less notice than promised' },
  'not-told': { tone: 'critical', text: 'Not told' },
  replaced: { tone: 'quiet', text: 'Replaced before it was told' },
  'to-come': { tone: 'planned', text: 'Still to come' },
};

const STATES: Record<string, string> = {
  pending: 'waiting to be sent',
  sending: 'being sent',
  accepted: 'accepted by the mail server',
  deferred: 'put off by the mail server',
  failed: 'refused for good',
  uncertain: 'sent, the answer was lost',
  superseded: 'not sent: overtaken by a later notice',
  suppressed: 'not sent: the address has bounced for good',
};

/** `/v1/windows/{reference}/proof.html`: what one organization was told of one window, to print or to keep (T1). */
export function ProofPage({ site, proof }: { readonly site: SiteFacts; readonly proof: Proof }): JSX.Element {
  const { reference, title, organization } = proof;
  return (
    <Sheet
      site={site}
      title={`Proof of notice ${reference} · ${site.providerName}`}
      description={`What ${organization.name} was told about ${reference}.`}
    >
      <header class="window-head">
        <h1>Proof of notice</h1>
        <p>
          What <strong>{organization.name}</strong> was told about <strong>{title}</strong>
        </p>
        <p class="muted">
          {classWord(proof)} · {reference} · {en.phases[proof.phase]} · made <Moment at={proof.madeAt} />
        </p>
      </header>
      <section aria-labelledby="dates">
        <h2 id="dates">Dates and the notice given</h2>
        {proof.dates.map((date) => (
          <DateSection key={date.revision} date={date} />
        ))}
        <Work proof={proof} />
      </section>
      <AcceptedSection accepted={proof.accepted} />
      <section aria-labelledby="notices">
        <h2 id="notices">Notices sent and owed</h2>
        {proof.notices.map((notice) => (
          <NoticeSection key={`${notice.slug}.${String(notice.revision)}`} notice={notice} />
        ))}
      </section>
      <ResourcesSection work={proof.work} />
      <Answers proof={proof} />
    </Sheet>
  );
}

function DateSection({ date }: { readonly date: DateProof }): JSX.Element {
  const { tone, text } = VERDICTS[date.verdict];
  return (
    <article class="proof-part">
      <h3>
        <Period slot={date.slot} />
      </h3>
      <p>
        <Badge tone={tone} text={text} /> {describeDateProof(date)}
      </p>
      <p class="muted">
        Revision {date.revision}, set <Moment at={date.setAt} />
        {date.reason === null ? '' : `: ${date.reason}`}
      </p>
    </article>
  );
}

/** The page is made to be handed over, so it names no other customer and no other window (T3). */
function AcceptedSection({ accepted }: { readonly accepted: Proof['accepted'] }): JSX.Element | null {
  if (accepted.length === 0) return null;
  return (
    <section aria-labelledby="accepted">
      <h2 id="accepted">Rules that were overridden</h2>
      {accepted.map(({ revision, at, by, reason, rules }) => (
        <article class="proof-part" key={at}>
          <h3>{reason ?? 'It could not wait'}</h3>
          <ul>
            {rules.map(inGeneral).map(({ text }) => (
              <li key={text}>{text}</li>
            ))}
          </ul>
          <p class="muted">
            Revision {revision}, <Moment at={at} />
            {by === '' ? '' : `, ${by}`}
          </p>
        </article>
      ))}
    </section>
  );
}

/** What was planned is kept apart from what happened (L3). */
function Work({
  proof: { startedAt, endedAt, cancelledAt, rolledBackAt },
}: {
  readonly proof: Proof;
}): JSX.Element | null {
  const moments = [
    ['Work started', startedAt],
    [rolledBackAt === null ? 'Work ended' : 'Work rolled back', endedAt],
    ['Cancelled', cancelledAt],
  ] as const;
  const happened = moments.flatMap(([name, at]) => (at === null ? [] : [{ name, at }]));
  if (happened.length === 0) return null;
  return (
    <dl class="facts">
      {happened.map(({ name, at }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Moment at={at} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What became of each resource, and through whom (S2, S3). */
function ResourcesSection({ work }: Pick<Proof, 'work'>): JSX.Element | null {
  if (work.length === 0) return null;
  return (
    <section aria-labelledby="work">
      <h2 id="work">Work on each resource</h2>
      <div class="scrolled" tabIndex={0} role="region" aria-label="Work on each resource">
        <table class="ledger">
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col">What became of it</th>
              <th scope="col">Since</th>
            </tr>
          </thead>
          <tbody>
            {work.map((one) => (
              <tr key={one.resource.id}>
                <td>
                  {one.resource.name}
                  <br />
                  <span class="muted">
                    {one.resource.kind}, {one.resource.id}
                  </span>
                </td>
                <td>{describeWork(one)}</td>
                <td>
                  <Moment at={one.since} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const ANSWERS: Record<AcknowledgementAnswer, string> = {
  accepted: 'Accepted',
  declined: 'Declined',
  tentative: 'Accepted tentatively',
};

/** What the organization's people answered to the invitation (C5). */
function Answers({ proof: { answers, notices } }: { readonly proof: Proof }): JSX.Element | null {
  if (answers.length === 0) return null;
  const people = notices.flatMap(({ deliveries }) => deliveries);
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">Answers received</h2>
      <ul>
        {answers.map(({ recipient, answer, sequence, at }) => (
          <li key={`${recipient} ${String(at)}`}>
            {ANSWERS[answer]} by {people.find((person) => person.recipient === recipient)?.name ?? recipient}, version{' '}
            {sequence} of the calendar event, <Moment at={at} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function NoticeSection({ notice }: { readonly notice: ProofNotice }): JSX.Element {
  const { kind, revision, begunAt, untold, message, deliveries, resources } = notice;
  const title = NOTICES[kind].title;
  const note = message && describeWording(message, wasSent(notice));
  return (
    <article class="proof-part">
      <h3>{title.charAt(0).toUpperCase() + title.slice(1)}</h3>
      <p class="muted">
        Revision {revision}, begun <Moment at={begunAt} />
      </p>
      {deliveries.length === 0 ? (
        <p>{untold ? describeUntold(untold) : 'Nobody of this organization was a recipient.'}</p>
      ) : (
        <div class="scrolled" tabIndex={0} role="region" aria-label={`Deliveries: ${title}`}>
          <table class="ledger">
            <thead>
              <tr>
                <th scope="col">To</th>
                <th scope="col">State</th>
                <th scope="col">Since</th>
                <th scope="col">The server's answer</th>
                <th scope="col">Message-ID</th>
              </tr>
            </thead>
            <tbody>
              {deliveries.map((delivery) => (
                <tr key={delivery.messageId}>
                  <td>
                    {delivery.name}
                    <br />
                    <span class="muted">{delivery.address}</span>
                  </td>
                  <td>{STATES[delivery.state] ?? delivery.state}</td>
                  <td>
                    <Moment at={delivery.stateSince} />
                  </td>
                  <td>{delivery.reply ?? ''}</td>
                  <td class="id">{delivery.messageId}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <p class="muted">
        Resources named: {resources.map(({ name, location }) => `${name} (${location})`).join(', ') || 'none'}
      </p>
      {message ? (
        <>
          <p>
            <strong>{message.subject}</strong> <span class="muted">as written to {message.to}</span>
          </p>
          {note === null ? null : <p class="muted">{note}</p>}
          <pre class="letter" tabIndex={0} role="region" aria-label={`Text: ${title}`}>
            {message.text}
          </pre>
        </>
      ) : null}
    </article>
  );
}
