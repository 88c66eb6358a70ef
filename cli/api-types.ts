import type { components } from './generated/api';

/** The API's answers by the names the commands use, generated from its OpenAPI document. */

type Answers = components['schemas'];

export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
type Item<P extends Page<unknown>> = P['items'][number];

export type WindowSummary = Item<Answers['ListWindowsAnswer']>;
export type WindowDetails = Answers['GetWindowAnswer'];
export type Opened = Answers['OpenWindowAnswer'];
export type CommandAnswer = Answers['CommandAnswer'];
export type Notices = Answers['ListNoticesAnswer'];
export type Delivery = Item<Answers['ListDeliveriesAnswer']>;
export type Proof = Answers['GetProofAnswer'];

export type Night = Answers['Night'];
export type Series = Answers['Series'];
export type SeriesSummary = Item<Answers['ListSeriesAnswer']>;

export type ConfigInForce = Answers['ReadConfigAnswer'];
export type CheckedConfig = Answers['CheckConfigAnswer'];
export type RulesDifference = Answers['CompareRulesAnswer'];

export type Task = Item<Answers['ListTasksAnswer']>;
export type FinishedTask = Answers['FinishTaskAnswer'];
export type AnsweredTask = Answers['AnswerTaskAnswer'];
export type Measure = Answers['Measure'];
export type MeasureInDetail = Answers['GetMeasureAnswer'];
export type Maintenance = Item<Answers['ListMaintenanceAnswer']>;
export type Restarted = Answers['RestartResourceAnswer'];
export type Acknowledged = Answers['AcknowledgeMaintenanceAnswer'];
export type Nights = Answers['ListNightsAnswer'];
export type MovedResources = Answers['MoveResourcesAnswer'];
export type Objected = Answers['ObjectToMaintenanceAnswer'];
export type WindowWork = Answers['ListWorkAnswer'];
export type Work = Item<WindowWork>;
export type WorkState = Answers['WorkState'];
export type Message = Answers['Message'];
export type Suppression = Item<Answers['ListSuppressionsAnswer']>;
export type LiftedSuppression = Answers['LiftSuppressionAnswer'];
export type Blackout = Answers['Blackout'];
export type MadeBlackout = Answers['CreateBlackoutAnswer'];

export type Rehearsal = Answers['RehearseWindowAnswer'];
export type RehearsedMessage = Rehearsal['messages'][number];
export type Sample = RehearsedMessage['samples'][number];
export type Preview = Answers['PreviewNoticeAnswer'];
export type Template = Answers['Template'];
export type TemplatePreview = Answers['PreviewTemplateAnswer'];

export type Token = Answers['ListTokensAnswer']['items'][number];
export type IssuedToken = Answers['CreateTokenAnswer'];
export type ServerVersion = Answers['ReadVersionAnswer'];
export type CurrentToken = Answers['ReadCurrentTokenAnswer'];
export type EndedTokens = Answers['EndTokensAnswer'];
export type Erased = Answers['ErasePersonAnswer'];
export type Retention = Answers['ReadRetentionAnswer'];
export type Differences = Answers['ListDifferencesAnswer'];
export type Difference = Differences['items'][number];
export type Repaired = Answers['RepairWindowAnswer'];
export type Examination =
  Answers['ExamineStatuspageAnswer'] | Answers['ExamineSlackAnswer'] | Answers['ExamineMailAnswer'];
export type ImportResult = Answers['ImportResult'];
export type ApiProblem = Answers['Problem'];
export type Fault = ApiProblem['errors'][number];
