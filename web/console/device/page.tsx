import type { JSX } from 'preact';
import { DEVICE_TOKEN_DAYS } from '../../../domain/access/device-code';
import { utcText } from '../../../domain/public/times';
import type { AskingMachine } from '../../../store/access/device-sign-ins';
import { FormToken } from '../../forms/form';
import type { Asked } from '../area';
import { ConsoleLayout, grantWords } from '../layout';

export const DEVICE = '/console/device';

interface CodeProps {
  readonly frame: Asked['frame'];
  /** As it was typed. */
  readonly typed: string;
  /** What was wrong with it. */
  readonly fault: string | undefined;
}

/** `/console/device`: which code does the machine show? */
export function CodePage({ frame, typed, fault }: CodeProps): JSX.Element {
  const described = fault === undefined ? 'code-hint' : 'code-hint code-fault';
  return (
    <ConsoleLayout {...frame} title="Sign in on a machine" here="account">
      <p class="prose">Run forewarn sign-in there. It shows a code of eight letters.</p>
      <form method="get" action={DEVICE} class="form">
        <div class={fault === undefined ? 'field' : 'field at-fault'}>
          <label for="code">The code</label>
          <p id="code-hint" class="hint">
            Such as WDJB-MJHT.
          </p>
          {fault === undefined ? null : (
            <p id="code-fault" class="fault">
              {fault}
            </p>
          )}
          <input
            {...{ id: 'code', name: 'code', type: 'text', value: typed, required: true, maxLength: 20 }}
            {...{ autocomplete: 'off', autocapitalize: 'characters', spellcheck: false, 'aria-describedby': described }}
            {...(fault === undefined ? {} : { 'aria-invalid': 'true' as const })}
          />
        </div>
        <button type="submit">Continue</button>
      </form>
    </ConsoleLayout>
  );
}

interface ConfirmProps {
  readonly frame: Asked['frame'];
  readonly machine: AskingMachine;
  readonly userCode: string;
}

/** Which machine asks, what it would be allowed, and whether its code is this one: whoever was sent here by somebody else notices. */
export function ConfirmPage({ frame, machine, userCode }: ConfirmProps): JSX.Element {
  const { session, secret } = frame.person;
  return (
    <ConsoleLayout {...frame} title="Is this your machine?" here="account">
      <p class="prose">
        Approve only if <strong>you yourself</strong> just ran forewarn sign-in, and your machine shows this very code.
        Whoever sent you this address or this code would act as you.
      </p>
      <p class="code">
        <strong>{userCode}</strong>
      </p>
      <dl class="facts">
        <dt>Calls itself</dt>
        <dd>{machine.machine}</dd>
        <dt>Asks from</dt>
        <dd>{machine.network}</dd>
        <dt>Asked at</dt>
        <dd>{utcText(machine.askedAt)}</dd>
        <dt>Would act as</dt>
        <dd>
          {session.person}, {grantWords(session.grant)}
        </dd>
        <dt>For at most</dt>
        <dd>{DEVICE_TOKEN_DAYS} days, or until you end it</dd>
      </dl>
      <form method="post" action={DEVICE} class="answers">
        <FormToken secret={secret} />
        <input type="hidden" name="code" value={userCode} />
        <button type="submit" name="answer" value="approve">
          Approve
        </button>{' '}
        <button type="submit" name="answer" value="decline" class="danger">
          Decline
        </button>
      </form>
    </ConsoleLayout>
  );
}

/** What came of an answer, by the word in the address. */
export const OUTCOMES = {
  approved: {
    title: 'Signed in',
    text: 'The machine is signed in as you within a few seconds. You can close this page.',
  },
  declined: {
    title: 'Declined',
    text: 'The machine is not signed in. If you did not ask, tell whoever looks after your security.',
  },
  late: {
    title: 'Nothing was changed',
    text: 'This code has been answered, or its ten minutes are over. Run forewarn sign-in again if the machine still waits.',
  },
} as const;
export type Outcome = keyof typeof OUTCOMES;

export function OutcomePage({
  frame,
  outcome,
}: {
  readonly frame: Asked['frame'];
  readonly outcome: Outcome;
}): JSX.Element {
  const { title, text } = OUTCOMES[outcome];
  return (
    <ConsoleLayout {...frame} title={title} here="account">
      <p class="prose">{text}</p>
      <p>
        <a href="/console/account">Where you are signed in</a>
      </p>
    </ConsoleLayout>
  );
}
