import { urlencoded } from 'express';
import { SECOND } from '../../../domain/shared/time';
import { answerMachineAs, findMachine, type FoundMachine } from '../../../use-cases/sign-in-on-device';
import { ownFormOnly, personOf } from '../../sign-in/signed-in';
import type { ConsoleArea } from '../area';
import { CodePage, ConfirmPage, DEVICE, OutcomePage, OUTCOMES, type Outcome } from './page';

const form = urlencoded({ extended: false, limit: '8kb', parameterLimit: 20 });

/** By which somebody who is signed in lets a machine be, too (T9, RFC 8628). */
export function addDevice(area: ConsoleArea): void {
  const { db, clock, notThisForm } = area.parts;

  area.page(DEVICE, undefined, async ({ frame, query, session, now }) => {
    const { code, done } = query;
    if (typeof done === 'string' && Object.hasOwn(OUTCOMES, done)) {
      return <OutcomePage frame={frame} outcome={done as Outcome} />;
    }
    const typed = typeof code === 'string' ? code.slice(0, 100) : '';
    if (typed.trim() === '') return <CodePage {...{ frame, typed }} fault={undefined} />;
    const found = await findMachine(db, session, typed, now);
    if ('fault' in found) return <CodePage {...{ frame, typed }} fault={faultText(found)} />;
    return <ConfirmPage frame={frame} {...found} />;
  });

  area.handle(
    { method: 'POST', path: DEVICE, operation: undefined },
    ...[form, ownFormOnly(notThisForm)],
    async (request, response) => {
      const { code, answer } = request.body as { readonly code?: unknown; readonly answer?: unknown };
      const isApproved = answer === 'approve';
      const { session } = personOf(response);
      const now = clock();
      // as on the page: whoever guesses does it here, too
      const found = await findMachine(db, session, typeof code === 'string' ? code : '', now);
      const isDone = 'userCode' in found && (await answerMachineAs(db, session, { ...found, isApproved, now }));
      const outcome: Outcome = !isDone ? 'late' : isApproved ? 'approved' : 'declined';
      response.set('Cache-Control', 'no-store').redirect(303, `${DEVICE}?done=${outcome}`);
    },
  );
}

function faultText(found: Exclude<FoundMachine, { machine: unknown }>): string {
  switch (found.fault) {
    case 'no-code':
      return 'A code is eight letters without vowels, such as WDJB-MJHT. Look once more at what the machine shows.';
    case 'not-there':
      return 'No machine waits with this code. It may be mistyped, answered, or older than ten minutes.';
    case 'too-many':
      return `Too many codes that are not there. Try again in ${String(Math.ceil(found.wait / SECOND))} seconds.`;
  }
}
