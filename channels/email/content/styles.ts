import { USUAL_ON_DARK } from '../../../domain/brands/colors';
import type { StatusWord } from '../../../domain/notices/notice-row';

/**
 * Inline styles of the HTML mails, by role. Mail programs drop style sheets now and then, so each element carries its own;
 * the layout's small sheet only swaps colours for a dark screen, and sets the small print of table rows off.
 */
const FONT = 'font-family:-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const TEXT = `${FONT};font-size:15px;line-height:1.5;color:#1c2530`;
const SMALL = `${FONT};font-size:13px;line-height:1.45`;

export const STYLES = {
  page: 'margin:0;padding:24px 12px;background-color:#eef1f5',
  /** What an inbox shows beside the subject; not seen in the open mail. */
  preview: 'display:none;max-height:0;overflow:hidden;font-size:1px;line-height:1px;color:transparent',
  card: 'width:100%;max-width:600px;margin:0 auto;background-color:#ffffff;border:1px solid #d9dfe7;border-radius:8px;border-collapse:separate',
  cell: 'padding:24px 28px',
  status: `${FONT};font-size:12px;font-weight:700;letter-spacing:0.08em;color:#ffffff;padding:4px 10px;border-radius:4px;display:inline-block`,
  h1: `${FONT};font-size:21px;line-height:1.3;font-weight:650;color:#1c2530;margin:14px 0 18px`,
  h2: `${FONT};font-size:12px;line-height:1.4;font-weight:700;letter-spacing:0.05em;text-transform:uppercase;color:#5a6675;margin:22px 0 6px`,
  p: `${TEXT};margin:0 0 10px`,
  strong: `${TEXT};font-weight:600;margin:0 0 4px`,
  note: `${SMALL};color:#5a6675;margin:6px 0 0`,
  struck: `${TEXT};color:#5a6675;text-decoration:line-through;margin:0 0 4px`,
  /** What its cells inherit stands here: a mail may have 200 rows, and above 102 kB Gmail cuts it off. */
  table: `${SMALL};text-align:left;color:#1c2530;overflow-wrap:anywhere;width:100%;border-collapse:collapse;margin:4px 0 0`,
  th: `${SMALL};overflow-wrap:normal;font-weight:600;text-align:left;vertical-align:bottom;color:#5a6675;padding:6px 10px 6px 0;border-bottom:1px solid #d9dfe7`,
  td: 'padding:7px 10px 7px 0;border-bottom:1px solid #e7ebf0',
  /** To be typed as it stands. */
  command:
    'font-family:ui-monospace,Consolas,Menlo,monospace;font-size:13px;line-height:1.5;color:#1c2530;overflow-wrap:anywhere;border:1px solid #d9dfe7;border-radius:4px;padding:8px 10px;margin:0 0 10px',
  sub: 'color:#5a6675',
  link: 'color:#1f5fbf;overflow-wrap:anywhere',
  /** The colour of links on a dark screen. */
  darkLink: USUAL_ON_DARK,
  /** The head of a brand's mails. */
  brand: `${FONT};font-size:17px;line-height:1.3;font-weight:700;color:#1f5fbf;padding:16px 28px 14px;border-bottom:3px solid`,
  logo: 'display:block;height:36px;max-width:100%;border:0',
  footer: `${SMALL};color:#5a6675;margin:0 0 4px`,
  rule: 'padding:16px 28px 20px;border-top:1px solid #d9dfe7',
  colors: {
    SCHEDULED: '#1f5fbf',
    EMERGENCY: '#b42318',
    REMINDER: '#8a5300',
    RESCHEDULED: '#6b3fa0',
    MOVED: '#6b3fa0',
    CHANGED: '#6b3fa0',
    EXTENDED: '#6b3fa0',
    DELAYED: '#8a5300',
    STARTED: '#0b6670',
    UPDATE: '#0b6670',
    COMPLETED: '#1e7038',
    DEGRADED: '#b42318',
    RECOVERED: '#1e7038',
    ROLLBACK: '#55606e',
    CANCELLED: '#55606e',
    'NO LONGER AFFECTED': '#1e7038',
    RFO: '#3b4a9c',
    CUSTOMERS: '#4a5568',
    BRIEF: '#4a5568',
    APPROVE: '#6b3fa0',
    REVISE: '#6b3fa0',
    NOMINATE: '#8a5300',
    OVERRUN: '#8a5300',
    ESCALATION: '#b42318',
    REPORT: '#3b4a9c',
  } satisfies Record<StatusWord, string>,
} as const;

/** The styles of a brand's mails: the same roles. */
export type Styles = Readonly<Omit<Record<keyof typeof STYLES, string>, 'colors'>> & Pick<typeof STYLES, 'colors'>;
