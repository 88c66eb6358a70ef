import type { JSX } from 'preact';
import type { AffectedResource } from '../../domain/notices/message';
import { classWord, stateWords } from '../../domain/public/wording';
import { WORK_STATES } from '../../domain/work/states';
import type { OfferedNight } from '../../domain/work/move';
import type { AcknowledgementOnRecord } from '../../store/windows/acknowledgements';
import type { OwnWindow } from '../../use-cases/read-own-window';
import { Field } from '../forms/field';
import type { FieldSpec } from '../forms/fields';
import { Badge } from '../site/badge';
import { Moment } from '../site/moment';
import { NotTranslated, worded, writtenIn } from '../site/worded';
import { Progress } from '../status/progress';
import { Report } from '../status/report';
import { windowTone } from '../status/tones';
import { Facts, Honest } from '../status/window-page';
import type { PortalAsked, PortalFormState } from './area';
import { PortalLayout } from './layout';
import { ActionForm, portalWindowHref, Refusal } from './parts';
import { isUtc, zonedParts } from '../../domain/public/zoned-times';
import { slotText } from '../../domain/public/times';

/** As many resources as a page lists and offers. */
const LISTED = 200;

export interface OwnWindowProps {
  readonly asked: PortalAsked;
  readonly own: OwnWindow;
  readonly nights: readonly OfferedNight[];
  readonly answers: readonly AcknowledgementOnRecord[];
  readonly form?: PortalFormState | undefined;
}

/** `/portal/windows/:reference`: one window, with the reader's own part of it, and what can be done about it. */
export function OwnWindowPage(props: OwnWindowProps): JSX.Element {
  const { asked, own, nights, form } = props;
  const { site, frame, now } = asked;
  const { say, words } = site;
  const { window } = own;
  const published = window.updates.find((update) => update.type === 'report');
  const mayProve = asked.may('GET /v1/windows/{reference}/proof.html');
  return (
    <PortalLayout {...frame} title={worded(window, 'title', say).text}>
      <p>
        <Badge tone={windowTone(window)} text={stateWords(window, say)} />
      </p>
      <p class="muted">
        {classWord(window, say)} · {window.reference}
      </p>
      <NotTranslated windows={[window]} />
      <Said asked={asked} />
      <Refusal form={form} fields={[reasonField(site), nightField(asked, nights)]} />
      <Honest window={window} now={now} />
      <Facts window={window} touched={[]} now={now} />
      <Resources {...props} />
      <Answers {...props} />
      {published?.type === 'report' ? (
        <Report report={published.report} publishedAt={published.at} lang={writtenIn(window, say)} />
      ) : null}
      <section aria-labelledby="progress">
        <h2 id="progress">{say.window.progress}</h2>
        <Progress window={window} />
      </section>
      {mayProve ? (
        <p class="more-links">
          <a href={`${portalWindowHref(window.reference)}/proof`}>{words.window.proof}</a>{' '}
          <span class="muted">{words.window.proofHint}</span>
        </p>
      ) : null}
      {own.isPublic ? (
        <p>
          <a href={site.to(`/windows/${encodeURIComponent(window.reference)}`)}>{words.window.publicPage}</a>
        </p>
      ) : null}
    </PortalLayout>
  );
}

/** What has just been done, once. */
function Said({ asked: { query, site } }: Pick<OwnWindowProps, 'asked'>): JSX.Element | null {
  const { window: say } = site.words;
  const texts: Readonly<Record<string, string>> = {
    acknowledged: say.acknowledged,
    objected: say.objected,
    moved: say.moved,
    begun: say.begun,
  };
  const text = typeof query.done === 'string' && Object.hasOwn(texts, query.done) ? texts[query.done] : undefined;
  if (text === undefined) return null;
  return (
    <p class="done" role="status">
      {text}
    </p>
  );
}

function Resources({ asked, own, form }: OwnWindowProps): JSX.Element {
  const { say, words } = asked.site;
  const { resources, selfService, locksAt, isOver } = own;
  const mayDo =
    selfService && !isOver && asked.now < locksAt && asked.may('POST /v1/maintenance/{reference}/{resource}/restart');
  return (
    <section aria-labelledby="resources">
      <h2 id="resources">{words.window.yours}</h2>
      {resources.length === 0 ? <p>{words.window.noneLeft}</p> : null}
      {mayDo ? (
        <p class="prose">
          {words.window.doItWarning} {words.window.doItUntil} <Moment at={locksAt} />
        </p>
      ) : null}
      <ul class="own-resources">
        {resources.slice(0, LISTED).map((resource) => {
          const work = own.work.get(resource.id);
          const action = `${portalWindowHref(own.window.reference)}/restart/${encodeURIComponent(resource.id)}`;
          return (
            <li key={resource.id}>
              <strong>{resource.name}</strong>{' '}
              <span class="muted">
                {resource.kind}, {resource.environment}, {resource.location}
              </span>
              <br />
              {say.impacts[resource.impact].short}
              {work ? `, ${words.work[WORK_STATES[work.state].told]}` : ''}{' '}
              {mayDo && work?.state === 'due' ? (
                <ActionForm {...{ asked, action, form }} button={`${words.window.doItNow}: ${resource.name}`} />
              ) : null}
            </li>
          );
        })}
      </ul>
      {resources.length > LISTED ? <p>{words.window.others(resources.length - LISTED)}</p> : null}
    </section>
  );
}

/** What is asked of somebody who objects or moves. */
export const reasonField = ({ words }: PortalAsked['site']): FieldSpec => ({
  ...{ name: 'reason', label: words.window.reason, kind: 'area', most: 2_000 },
});

export const whichField = ({ words }: PortalAsked['site'], resources: readonly AffectedResource[]): FieldSpec => ({
  ...{ name: 'resources', label: words.window.which, kind: 'choices' },
  ...{ optional: true, hint: words.window.allOfYours },
  options: resources.slice(0, LISTED).map(({ id, name }) => [id, name] as const),
});

export function nightField(asked: PortalAsked, nights: readonly OfferedNight[]): FieldSpec {
  const { words } = asked.site;
  return {
    ...{ name: 'to', label: words.window.night, kind: 'choice' },
    options: nights.map(({ reference, slot, room }) => [
      reference,
      `${slotWords(asked, slot)}: ${words.window.room(room)} (${reference})`,
    ]),
  };
}

/** A slot as plain text, where no element can stand. */
function slotWords({ site: { say }, frame: { zone } }: PortalAsked, slot: OfferedNight['slot']): string {
  if (zone === undefined || isUtc(zone)) return slotText(slot, say);
  const [from, to] = [zonedParts(slot.startsAt, zone, say), zonedParts(slot.endsAt, zone, say)];
  return `${from.date}, ${from.time} ${say.to} ${from.date === to.date ? '' : `${to.date}, `}${to.time} ${to.offset}`;
}

function Answers(props: OwnWindowProps): JSX.Element | null {
  const { asked, own, nights, answers, form } = props;
  const { words } = asked.site;
  const { reference } = own.window;
  const base = portalWindowHref(reference);
  if (own.isOver && answers.length === 0) return null;
  const isOpen = !own.isOver && asked.now < own.locksAt;
  const mayObject = isOpen && asked.may('POST /v1/maintenance/{reference}/object');
  const mayMove = isOpen && nights.length > 0 && asked.may('POST /v1/maintenance/{reference}/move');
  const mayAcknowledge = !own.isOver && asked.may('POST /v1/maintenance/{reference}/acknowledge');
  const opened = (path: string) => (form?.of === `${base}/${path}` ? { open: true } : {});
  const which = whichField(asked.site, own.resources);
  return (
    <section aria-labelledby="answers">
      <h2 id="answers">{words.window.answers}</h2>
      <AnswersGiven {...props} />
      {mayAcknowledge ? (
        <div>
          <p class="muted">{words.window.acknowledgeHint}</p>
          <ActionForm {...{ asked, form }} action={`${base}/acknowledge`} button={words.window.acknowledge} />
        </div>
      ) : null}
      {mayObject ? (
        <details {...opened('object')}>
          <summary>{words.window.object}</summary>
          <p class="prose muted">{words.window.objectHint}</p>
          <ActionForm {...{ asked, form }} action={`${base}/object`} button={words.window.object}>
            <Field field={reasonField(asked.site)} form={form} />
            {own.resources.length > 1 ? <Field field={which} form={form} /> : null}
          </ActionForm>
        </details>
      ) : null}
      {mayMove ? (
        <details {...opened('move')}>
          <summary>{words.window.move}</summary>
          <p class="prose muted">{words.window.moveHint}</p>
          <ActionForm {...{ asked, form }} action={`${base}/move`} button={words.window.move}>
            <Field field={nightField(asked, nights)} form={form} />
            {own.resources.length > 1 ? (
              // ids are of a page: two forms have fields for the same
              <Which asked={asked} field={which} />
            ) : null}
          </ActionForm>
        </details>
      ) : null}
      {!isOpen && !own.isOver ? <p class="prose">{words.window.isFixed}</p> : null}
      {mayAcknowledge ? null : own.isOver ? null : <p class="prose muted">{words.window.mayOnlyRead}</p>}
    </section>
  );
}

function Which({ field }: { readonly asked: PortalAsked; readonly field: FieldSpec }): JSX.Element {
  return (
    <fieldset class="field">
      <legend>{field.label}</legend>
      <p class="hint">{field.hint}</p>
      {(field.options ?? []).map(([id, name]) => (
        <label key={id} class="choice">
          <input type="checkbox" name={field.name} value={id} /> {name}
        </label>
      ))}
    </fieldset>
  );
}

function AnswersGiven({ asked, answers }: OwnWindowProps): JSX.Element | null {
  const { words } = asked.site;
  if (answers.length === 0) return null;
  const own = `contact:${asked.person.session.contact.id}`;
  return (
    <ul class="sessions">
      {answers.slice(-10).map(({ id, recipient, answer, at }) => (
        <li key={id}>
          <strong>{recipient === own ? words.settings.you : recipient.replace(/^[a-z]+:/, '')}</strong>:{' '}
          {words.answerWords[answer]} <Moment at={at} />
        </li>
      ))}
    </ul>
  );
}
