import { DEFAULT_POLICY, type NoticePolicy } from '../../domain/notices/notice-policy';
import { DAY } from '../../domain/shared/time';
import { openingBody } from '../support/windows';
import { useApi } from './support/api';

const QUIET: NoticePolicy = {
  ...DEFAULT_POLICY,
  quietHours: { from: 21 * 60, to: 7 * 60, urgentWithinMs: 3 * DAY },
};
const api = useApi({}, { rules: { policyAt: () => QUIET } });

test('N10, L11: a rehearsal says of each message who waits for the morning, and who is told at night by a promise', async () => {
  // notices leave at 00:00 UTC: at 01:00 in Berlin (two readers), at 19:00 in New York (one)
  const { body } = await api
    .as('engineer')
    .post('/v1/rehearsals', openingBody({}, { inMs: 20 * DAY }))
    .expect(200);
  const { messages } = body as { messages: { kind: string; quiet: unknown }[] };
  const quiet = Object.fromEntries(messages.map((message) => [message.kind, message.quiet]));
  expect(quiet.announcement).toEqual({
    ...{ waiting: 0, latest: null, promised: 2 },
    text: '2 of 3 are told in their quiet hours: waiting would break what is promised',
  });
  expect(quiet['reminder-7d']).toEqual({
    ...{ waiting: 2, latest: '2026-12-08T06:00:00Z', promised: 0 },
    text: '2 of 3 wait until their morning (latest 2026-12-08T06:00:00Z)',
  });
  expect([quiet.started, quiet.completed]).toEqual([null, null]);
});
