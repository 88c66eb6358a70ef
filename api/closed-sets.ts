import { SIGN_IN_ROLES } from '../domain/access/grant';
import { AUDIT_DOORS } from '../domain/audit/doors';
import { AUDIT_KINDS } from '../domain/audit/sources';
import { CALENDAR_MODES } from '../domain/channels/calendar';
import { CHANNELS } from '../domain/channels/channels';
import { TEST_TYPE, WEBHOOK_TYPES } from '../domain/channels/webhooks';
import { ANSWER_EVENT_TYPES, ANSWERED_VIA, ANSWERS } from '../domain/delivery/acknowledgement';
import { DELIVERY_CHANNELS } from '../domain/delivery/delivery';
import { MEASURE_EVENTS, MEASURE_STATES } from '../domain/measures/measure';
import { NOTICE_KINDS, PREVIEWED } from '../domain/notices/notice-kinds';
import { STAFF_ROLES } from '../domain/notices/staff-roles';
import { CONFLICT_KINDS } from '../domain/planning/conflicts';
import { REPAIRS } from '../domain/reconciling/differences';
import { WEEKDAYS } from '../domain/series/recurrence';
import { ERROR_CODES } from '../domain/shared/errors';
import { RESOURCE_EVENT_TYPES } from '../domain/work/resource-event';
import { COMMAND_NAMES } from '../domain/window/commands/commands';
import { EVENT_TYPES } from '../domain/window/event-table';
import { IMPACT_LEVELS } from '../domain/shared/impact';
import { DOORS } from '../domain/window/events';
import { RFO_STATES } from '../domain/window/rfo-fields';
import {
  EMERGENCY_TRIGGERS,
  PHASES,
  REASONS,
  VISIBILITIES,
  WINDOW_CLASSES,
  WORK_STANDINGS,
} from '../domain/window/types';
import { UNDO_ITEMS, UNDO_STATES } from '../domain/window/undo';
import { UNDER_WAY } from '../domain/work/move';
import { WORK_MODES } from '../domain/work/plan';
import { ACCESSES, ROLES } from '../domain/shared/roles';
import { REPORTED_ENDS, SKIP_CAUSES, WORK_BY, WORK_STATE_NAMES } from '../domain/work/states';
import { VALUE_SOURCES } from '../config/in-force';
import { ENDPOINT_STATES, WEBHOOK_STATES } from '../store/database/tables/channels';
import { DELIVERY_STATES, NOTICE_STATES } from '../store/database/tables/notices';
import { UNTOLD_REASONS } from '../domain/notices/untold';
import { OBJECTION_ANSWERS, TASK_KINDS, TOKEN_ORIGINS } from '../store/database/tables/people';
import { NIGHT_STATES, SERIES_STATES } from '../store/database/tables/series';
import { EXPORT_FORMATS } from '../store/inventory/export-inventory';
import { INVENTORY_TABLES } from '../store/inventory/import/rows';
import { IMPORT_REPORTS } from './routes/inventory/documentation';

/**
 * What the document calls each closed set of words, so that a generated client has one type for it wherever it appears. A set
 * is found by its words; one that is used in several places and has no name here fails the tests.
 */
export const CLOSED_SETS: Readonly<Record<string, readonly string[]>> = {
  AnswerVia: ANSWERED_VIA,
  AuditDoor: AUDIT_DOORS,
  AuditKind: AUDIT_KINDS,
  CalendarMode: CALENDAR_MODES,
  CommandName: COMMAND_NAMES,
  ConflictKind: CONFLICT_KINDS,
  CustomerAnswer: ANSWERS,
  DeliveryChannel: DELIVERY_CHANNELS,
  DeliveryState: DELIVERY_STATES,
  CustomerAccess: ACCESSES,
  Door: [...DOORS, 'calendar', 'mail'],
  EmergencyTrigger: EMERGENCY_TRIGGERS,
  ErrorCode: ERROR_CODES,
  ExportFormat: EXPORT_FORMATS,
  ImpactLevel: IMPACT_LEVELS,
  ImportReport: IMPORT_REPORTS,
  InventoryTable: INVENTORY_TABLES,
  MeasureEventType: MEASURE_EVENTS,
  MeasureState: MEASURE_STATES,
  MoveState: UNDER_WAY,
  NightState: ['planned', ...NIGHT_STATES],
  NoticeKind: NOTICE_KINDS,
  NoticeState: NOTICE_STATES,
  ObjectionAnswer: OBJECTION_ANSWERS,
  OutsideChannel: CHANNELS,
  Phase: PHASES,
  PreviewedNotice: PREVIEWED,
  ProblemCode: [...ERROR_CODES, 'internal-error'],
  Repair: REPAIRS,
  ReportedWorkEnd: REPORTED_ENDS,
  ResourceEventType: RESOURCE_EVENT_TYPES,
  RfoState: RFO_STATES,
  SeriesState: SERIES_STATES,
  SignInRole: SIGN_IN_ROLES,
  StaffRole: STAFF_ROLES,
  SubscribedWebhookType: WEBHOOK_TYPES,
  TaskKind: TASK_KINDS,
  TimelineEventType: [...EVENT_TYPES, ...ANSWER_EVENT_TYPES],
  TokenOrigin: TOKEN_ORIGINS,
  TokenRole: ROLES,
  UndoItem: UNDO_ITEMS,
  UndoState: UNDO_STATES,
  UntoldReason: UNTOLD_REASONS,
  ValueSource: VALUE_SOURCES,
  Visibility: VISIBILITIES,
  WebhookEndpointState: ENDPOINT_STATES,
  WebhookState: WEBHOOK_STATES,
  WebhookType: [...WEBHOOK_TYPES, TEST_TYPE],
  Weekday: WEEKDAYS,
  WindowClass: WINDOW_CLASSES,
  WindowReason: REASONS,
  WorkBy: Object.keys(WORK_BY),
  WorkMode: WORK_MODES,
  WorkSkipCause: Object.keys(SKIP_CAUSES),
  WorkStanding: WORK_STANDINGS,
  WorkState: WORK_STATE_NAMES,
};
