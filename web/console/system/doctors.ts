import type { OperationName } from '../operations';

interface Doctor {
  readonly title: string;
  /** What is looked at. */
  readonly about: string;
  /** What is said where it is not configured. */
  readonly missing: string;
  readonly operation: OperationName;
}

/** What can be examined (P6). One row each. */
export const DOCTORS = {
  mail: {
    title: 'Mail',
    about: 'Whether what customers write reaches a person, from the configuration; sends nothing.',
    missing: 'Mail is not configured.',
    operation: 'GET /v1/doctor/mail',
  },
  slack: {
    title: 'Slack',
    about: 'Asks Slack whether token and channel can be used; posts nothing.',
    missing:
      'Slack is not configured with a bot: set FOREWARN_SLACK_TOKEN and FOREWARN_SLACK_CHANNEL. An incoming webhook cannot be examined.',
    operation: 'GET /v1/doctor/slack',
  },
  statuspage: {
    title: 'Statuspage',
    about: 'Asks Atlassian Statuspage whether key, page and mapping file can be used; changes nothing.',
    missing:
      'Statuspage is not configured: set FOREWARN_STATUSPAGE_KEY, FOREWARN_STATUSPAGE_PAGE and FOREWARN_STATUSPAGE_MAP.',
    operation: 'GET /v1/doctor/statuspage',
  },
  executors: {
    title: 'Executors',
    about: 'Asks every executor whether it can be used, and the alerts whether work may begin; begins nothing.',
    missing: 'Nobody carries out maintenance: set FOREWARN_EXECUTORS.',
    operation: 'GET /v1/doctor/executors',
  },
  silences: {
    title: 'Silences in monitoring',
    about: 'Asks every monitoring system whether it can be silenced; changes nothing.',
    missing: 'Monitoring hears nothing of windows: set FOREWARN_SILENCES.',
    operation: 'GET /v1/doctor/silences',
  },
} as const satisfies Record<string, Doctor>;

export type DoctorName = keyof typeof DOCTORS;
export const DOCTOR_NAMES = Object.keys(DOCTORS) as readonly DoctorName[];
