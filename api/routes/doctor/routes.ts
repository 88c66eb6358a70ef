import { z } from 'zod';
import { examineStatuspage } from '../../../channels/statuspage/doctor';
import { mailboxesOf, type MailboxSettings } from '../../../composition/mailboxes';
import { createPacedSlackClient } from '../../../composition/slack';
import { createPacedStatuspageClient } from '../../../composition/statuspage';
import { SILENCE_CHECKS } from '../../../channels/silences/system';
import { createMonitoringSystems } from '../../../composition/silences';
import { examineSlack } from '../../../channels/slack/doctor';
import type { Config } from '../../../config/config';
import { examineMail, MAIL_CHECKS } from '../../../use-cases/examine-mail';
import { EXECUTOR_CHECKS, examineExecutors, type ExaminedExecutors } from '../../../use-cases/examine-executors';
import { route, type Route } from '../../http/route';
import type { Dependencies } from '../dependencies';

interface DoctorDependencies extends Dependencies {
  /** Undefined where none are configured. */
  readonly executors?: ExaminedExecutors | undefined;
  readonly config: MailboxSettings & Partial<Pick<Config, 'statuspage' | 'slack' | 'silences' | 'inboundAuthservId'>>;
}

const examinationOf = (checks: readonly [string, ...string[]], none: string) =>
  z.object({
    configured: z.boolean().describe(none),
    findings: z.array(
      z.object({
        check: z.enum(checks),
        ok: z.boolean(),
        text: z.string().describe('what was found, and what to correct'),
      }),
    ),
  });

/** `/v1/doctor`: whether what is configured can be used. */
export function doctorRoutes({ db, config, executors }: DoctorDependencies): Route[] {
  const { statuspage, slack } = config;
  return [
    route({
      method: 'get',
      path: '/v1/doctor/statuspage',
      id: 'examineStatuspage',
      tag: 'doctor',
      summary: 'Examine the Statuspage configuration',
      description:
        'Looks at Atlassian Statuspage whether key, page and mapping file can be used (C3); changes nothing.',
      problems: [],
      success: { status: 200, description: 'What was found' },
      answer: examinationOf(
        ['key and page', 'mapping file', 'components'],
        'false: this installation keeps no page at Atlassian Statuspage',
      ),
      async handle() {
        if (!statuspage) return { body: { configured: false, findings: [] } };
        const findings = await examineStatuspage(createPacedStatuspageClient(db, statuspage), statuspage.mapFile);
        return { body: { configured: true, findings } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/doctor/slack',
      id: 'examineSlack',
      tag: 'doctor',
      summary: 'Examine the Slack configuration',
      description: 'Looks at Slack whether token and channel can be used (C4); posts nothing.',
      problems: [],
      success: { status: 200, description: 'What was found' },
      answer: examinationOf(
        ['token', 'channel', 'buttons'],
        'false: this installation posts to no channel, or to an incoming webhook, which cannot be asked',
      ),
      async handle() {
        if (!slack || 'webhook' in slack) return { body: { configured: false, findings: [] } };
        const findings = await examineSlack(createPacedSlackClient(db, slack), {
          hasSigningSecret: slack.signingSecret !== undefined,
          people: slack.users.size,
        });
        return { body: { configured: true, findings } };
      },
    }),
    route({
      method: 'get',
      path: '/v1/doctor/mail',
      id: 'examineMail',
      tag: 'doctor',
      summary: 'Examine where answers to mails go',
      description: 'Whether what customers write reaches a person (N15), from the configuration; sends nothing.',
      problems: [],
      success: { status: 200, description: 'What was found' },
      answer: examinationOf(MAIL_CHECKS, 'always: mail is sent everywhere'),
      handle() {
        const { inboundAuthservId: authservId, returnMailbox } = config;
        const findings = examineMail({ ...mailboxesOf(config), returnMailbox, authservId });
        return Promise.resolve({ body: { configured: true, findings } });
      },
    }),
    executorsRoute(executors),
    silencesRoute(config.silences),
  ];
}

const silencesRoute = (silences: Config['silences']) =>
  route({
    method: 'get',
    path: '/v1/doctor/silences',
    id: 'examineSilences',
    tag: 'doctor',
    summary: 'Examine the monitoring that is silent for the work',
    description: 'Asks every configured system whether it can be used (C8); changes nothing.',
    problems: [],
    success: { status: 200, description: 'What was found' },
    answer: examinationOf(SILENCE_CHECKS, 'false: monitoring hears nothing of windows'),
    async handle() {
      if (!silences) return { body: { configured: false, findings: [] } };
      const found = await Promise.all(createMonitoringSystems(silences).map((system) => system.examine()));
      return { body: { configured: true, findings: found.flat() } };
    },
  });

const executorsRoute = (executors: ExaminedExecutors | undefined) =>
  route({
    method: 'get',
    path: '/v1/doctor/executors',
    id: 'examineExecutors',
    tag: 'doctor',
    summary: 'Examine who carries out maintenance',
    description:
      'Asks every configured executor whether it can be used, and the alerts whether anything may begin (S7); begins nothing.',
    problems: [],
    success: { status: 200, description: 'What was found' },
    answer: examinationOf(EXECUTOR_CHECKS, 'false: no executors are configured'),
    async handle() {
      if (!executors) return { body: { configured: false, findings: [] } };
      return { body: { configured: true, findings: await examineExecutors(executors) } };
    },
  });
