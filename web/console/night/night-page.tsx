import type { ComponentChildren, JSX } from 'preact';
import { noticeWords } from '../../../domain/notices/notice';
import { slotText, utcText } from '../../../domain/public/times';
import type { WindowView } from '../../../domain/window/view';
import type { ToldNow } from '../../../store/ledger/told-now';
import type { Asked } from '../area';
import { Done, NightButtons } from '../command/buttons';
import { inFigures, spanText } from '../figures';
import { ConsoleLayout } from '../layout';
import { nextWords, windowHref } from '../parts';

/** What the screen shows, each the soonest first. */
export interface Night {
  readonly now: readonly WindowView[];
  /** Those that begin within a day. */
  readonly next: readonly WindowView[];
  /** Those of no other list that wait for somebody. */
  readonly needs: readonly WindowView[];
  readonly told: ReadonlyMap<string, ToldNow>;
}

interface NightProps {
  readonly asked: Asked;
  readonly night: Night;
}

/** `/console/night`: one screen to run a night: what runs now, what is next, what needs somebody, each with what can be done. */
export function NightPage({ asked, night, live }: NightProps & { readonly live: string }): JSX.Element {
  const { frame, query } = asked;
  return (
    <ConsoleLayout {...frame} title="Night" here="night">
      <Done query={query} />
      <div hx-ext="sse" sse-connect={live}>
        <div id="night" hx-get="/console/night/now" hx-trigger="sse:changed delay:300ms" hx-target="this">
          <NightLists asked={asked} night={night} />
        </div>
      </div>
    </ConsoleLayout>
  );
}

/** What changes while the screen is open. */
export function NightLists({ asked, night }: NightProps): JSX.Element {
  const { now, next, needs } = night;
  const one = (view: WindowView) => (
    <OneWindow key={view.reference} {...{ asked, view }} told={night.told.get(view.reference)} />
  );
  return (
    <>
      <List id="now" title="Now" empty="No work is under way.">
        {now.map(one)}
      </List>
      <List id="needs" title="Needs somebody" empty="Nothing else waits for a person.">
        {needs.map(one)}
      </List>
      <List id="next" title="Within a day" empty="Nothing begins within 24 hours.">
        {next.map(one)}
      </List>
    </>
  );
}

interface ListProps {
  readonly id: string;
  readonly title: string;
  readonly empty: string;
  readonly children: readonly ComponentChildren[];
}

function List({ id, title, empty, children }: ListProps): JSX.Element {
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children.length === 0 ? <p class="muted">{empty}</p> : <div class="cards">{children}</div>}
    </section>
  );
}

interface OneProps {
  readonly asked: Asked;
  readonly view: WindowView;
  readonly told: ToldNow | undefined;
}

function OneWindow({ asked, view, told }: OneProps): JSX.Element {
  const { reference, spec, phase, nextUpdateBy, attention, work } = view;
  const { now } = asked;
  return (
    <article class="card night" aria-labelledby={`window-${reference}`}>
      <h3 id={`window-${reference}`}>
        <a href={windowHref(reference)}>{spec.title}</a> <span class="muted">{reference}</span>
      </h3>
      <p>
        <strong>{phase}</strong>, {slotText(spec.slot)} <span class="muted">({leftWords(view, now)})</span>
      </p>
      {told ? <Told {...{ asked, told }} /> : null}
      {nextUpdateBy === null ? null : (
        <p class={nextUpdateBy < now ? 'late' : undefined}>
          Next update promised by {utcText(nextUpdateBy)} (
          {nextUpdateBy < now ? 'late' : `in ${spanText(nextUpdateBy - now)}`})
        </p>
      )}
      {work?.counts ? (
        <p>
          Resources: {inFigures(work.counts.done)} done, {inFigures(work.counts.left)} left,{' '}
          {inFigures(work.counts.failed + work.counts.unknown)} failed or unknown; the work is {work.state}
        </p>
      ) : null}
      {attention.map(({ code, text }) => (
        <p key={code} class="callout tone-late">
          <strong>{text}</strong>
        </p>
      ))}
      <p class="muted">By itself: {nextWords(view)}</p>
      <NightButtons view={view} may={asked.frame.may} back="night" />
    </article>
  );
}

/** How far the latest notice to customers is; the figure follows while it is under way. */
function Told({ asked, told }: { readonly asked: Asked; readonly told: ToldNow }): JSX.Element {
  const { reference, slug, isUnderWay, recipients, accepted, failed } = told;
  const list = `${windowHref(reference)}/notices?notice=${encodeURIComponent(slug)}`;
  // the figure that is sent counts all customers
  const isLive = isUnderWay && asked.viewer.organizations === null;
  return (
    <p class="told">
      <a href={list}>{noticeWords(slug)}</a>:{' '}
      {/* with a target of its own: the list around it is the target of what is within */}
      <strong {...(isLive ? { 'sse-swap': `told-${reference}`, 'hx-target': 'this' } : {})}>
        {inFigures(accepted)} of {inFigures(recipients)} told
      </strong>
      {failed > 0 ? (
        <>
          {', '}
          <a href={`${list}&state=failed`}>{inFigures(failed)} not reached</a>
        </>
      ) : null}
    </p>
  );
}

function leftWords({ spec: { slot }, startedAt }: WindowView, now: number): string {
  if (startedAt === null && now < slot.startsAt) return `begins in ${spanText(slot.startsAt - now)}`;
  return now < slot.endsAt
    ? `ends in ${spanText(slot.endsAt - now)}`
    : `ended ${spanText(now - slot.endsAt)} ago by plan`;
}
