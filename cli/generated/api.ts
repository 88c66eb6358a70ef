// Made by `npm run generate:cli-types` from the OpenAPI document of the API; a change here is lost.

export interface components {
  schemas: {
    readonly AcknowledgeMaintenanceAnswer: {
      readonly reference: string;
      /** @description who it counts for: `contact:<id>`, or `organization:<id>` where the token is of no contact */
      readonly recipient: string;
      /**
       * Format: int32
       * @description the version of the calendar event that it is about, which was told last
       */
      readonly sequence: number;
    };
    readonly AffectedResource: {
      readonly id: string;
      readonly name: string;
      readonly kind: string;
      readonly location: string;
      readonly environment: string;
      readonly impact: components['schemas']['ImpactLevel'];
    };
    readonly AnswerTaskAnswer: {
      /** Format: int64 */
      readonly id: number;
      readonly answer: components['schemas']['ObjectionAnswer'];
    };
    /** @enum {string} */
    readonly AnswerVia: 'calendar-reply' | 'api';
    readonly Attention: {
      /** @description what it is about, such as `overdue`, `channel.slack` or `failed.reminder-7d.r2` */
      readonly code: string;
      readonly text: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly since: string;
    };
    /** @enum {string} */
    readonly AuditDoor:
      'api' | 'console' | 'portal' | 'mail-link' | 'slack' | 'signal' | 'clock' | 'cli' | 'calendar' | 'mail';
    /** @enum {string} */
    readonly AuditKind:
      | 'window'
      | 'answer'
      | 'measure'
      | 'task'
      | 'suppression'
      | 'erasure'
      | 'token'
      | 'import'
      | 'blackout'
      | 'template'
      | 'series'
      | 'webhook'
      | 'feed'
      | 'settings'
      | 'self-service'
      | 'repair'
      | 'sign-in';
    readonly Blackout: {
      readonly id: string;
      /** @description null: for everybody */
      readonly organization: string | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly start: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly end: string;
      readonly reason: string;
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
    };
    /** @enum {string} */
    readonly CalendarMode: 'data' | 'publish' | 'invite' | 'none';
    readonly CheckConfigAnswer: {
      /** @description why it cannot be used; empty when it can */
      readonly faults: readonly {
        /** Format: int32 */
        readonly line: number;
        readonly field: string;
        /** @description the rule it breaks */
        readonly message: string;
      }[];
      /** @description values that would differ from those in force; the environment wins over the file */
      readonly changes: readonly {
        /** @description a variable of the environment, or the path of a rule, such as `classes.standard.lead` */
        readonly name: string;
        readonly now: string | null;
        /** @description null: not set, or back to its default */
        readonly then: string | null;
      }[];
    };
    readonly CommandAnswer: {
      readonly reference: string;
      readonly phase: components['schemas']['Phase'];
      /**
       * Format: int32
       * @description goes up with every change a customer must hear of
       */
      readonly revision: number;
      /**
       * Format: int32
       * @description the number of the last event
       */
      readonly sequence: number;
      readonly startedAt: string | null;
      readonly endedAt: string | null;
      readonly nextUpdateBy: string | null;
      /** @description what the window does by itself next; null while only a person can move it on */
      readonly next: components['schemas']['NextStep'] | null;
      readonly plan: readonly components['schemas']['PlannedNotice'][];
      readonly rfo: components['schemas']['RfoStanding'];
      /** @description what a person has to look at */
      readonly attention: readonly components['schemas']['Attention'][];
      readonly links: components['schemas']['WindowLinks'];
    };
    /** @enum {string} */
    readonly CommandName:
      | 'approve'
      | 'requestChanges'
      | 'withdraw'
      | 'nominate'
      | 'edit'
      | 'reschedule'
      | 'rescope'
      | 'offer'
      | 'refer'
      | 'reclassify'
      | 'useAlternate'
      | 'releaseAlternate'
      | 'start'
      | 'post'
      | 'extend'
      | 'verify'
      | 'tick'
      | 'pauseWork'
      | 'resumeWork'
      | 'abortWork'
      | 'skipWork'
      | 'retryWork'
      | 'complete'
      | 'enterValue'
      | 'cancel'
      | 'writeOff'
      | 'draftRfo'
      | 'approveRfo'
      | 'retryFailed';
    readonly CompareRulesAnswer: {
      /** @description empty: the window goes by the rules in force */
      readonly changes: readonly {
        /** @description the path of the rule, such as `classes.standard.lead` */
        readonly name: string;
        readonly now: string | null;
        /** @description null: the rule is not set */
        readonly then: string | null;
      }[];
      /** @description by the rules it goes by */
      readonly plan: readonly components['schemas']['PlannedNotice'][];
      /** @description by the rules in force */
      readonly planThen: readonly components['schemas']['PlannedNotice'][];
      /** @description why the window would not take them now; a notice debt can be overridden by an approver */
      readonly refusal: {
        readonly code: components['schemas']['ErrorCode'];
        readonly text: string;
      } | null;
    };
    readonly Conflict: {
      readonly kind: components['schemas']['ConflictKind'];
      readonly text: string;
      /**
       * Format: int32
       * @description the revision whose plan it was found for
       */
      readonly revision: number;
      /** @description false: worth knowing; true: accepted by an override, or because it could not wait */
      readonly blocking: boolean;
    };
    /** @enum {string} */
    readonly ConflictKind: 'resource' | 'redundancy' | 'organization' | 'blackout' | 'hours' | 'length';
    readonly CreateBlackoutAnswer: {
      readonly id: string;
      /** @description null: for everybody */
      readonly organization: string | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly start: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly end: string;
      readonly reason: string;
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      /** @description nights that were planned inside it before; they stay until somebody moves them, 100 at most */
      readonly warnings: readonly {
        readonly reference: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly start: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly end: string;
        readonly text: string;
      }[];
    };
    readonly CreateTokenAnswer: {
      /** Format: uuid */
      readonly id: string;
      readonly name: string;
      readonly role: components['schemas']['TokenRole'];
      readonly organizationId: string | null;
      readonly staffId: string | null;
      /** @description the person or service that goes on record for what is done with it (T5) */
      readonly person: string;
      readonly isService: boolean;
      /** @description the only organizations it knows of; null: all */
      readonly organizations: readonly string[] | null;
      /** @description the only environments it knows of; null: all */
      readonly environments: readonly string[] | null;
      /** @description what a token of a customer may do about maintenance; null for other roles */
      readonly access: components['schemas']['CustomerAccess'] | null;
      /** @description null for one of version 0.2.0, which ends when it is revoked */
      readonly expiresAt: string | null;
      /** @description shown this once and kept nowhere: null when the answer is repeated for an Idempotency-Key */
      readonly token: string | null;
    };
    /** @enum {string} */
    readonly CustomerAccess: 'read' | 'self-service';
    /** @enum {string} */
    readonly CustomerAnswer: 'accepted' | 'declined' | 'tentative';
    /** @enum {string} */
    readonly DeliveryChannel: 'email';
    /** @enum {string} */
    readonly DeliveryState:
      'pending' | 'sending' | 'accepted' | 'deferred' | 'failed' | 'uncertain' | 'superseded' | 'suppressed';
    /** @enum {string} */
    readonly Door: 'api' | 'signal' | 'clock' | 'mail-link' | 'console' | 'portal' | 'slack' | 'calendar' | 'mail';
    readonly DraftRfoFromTimelineAnswer: {
      /** @description final once the work is over */
      readonly state: components['schemas']['RfoState'];
      readonly summary: string;
      readonly customerImpact?: string;
      /** @description empty where it is not on record: people write it */
      readonly rootCause: string;
      readonly resolution?: string;
    };
    /** @enum {string} */
    readonly EmergencyTrigger: 'security-patch' | 'infrastructure' | 'performance-degradation' | 'third-party';
    /** @default {} */
    readonly EmptyBody: Record<string, never>;
    readonly EndTokensAnswer: {
      readonly person: string;
      /** @description the tokens that were good until now */
      readonly ids: readonly string[];
    };
    readonly ErasePersonAnswer: {
      readonly hashes: readonly string[];
      /** @description rows changed or removed, by table of the database */
      readonly counts: {
        readonly [key: string]: number;
      };
      /** @description windows whose histories in Temporal name the address until its retention has removed them; at most 100 */
      readonly inHistories: readonly string[];
    };
    /** @enum {string} */
    readonly ErrorCode:
      | 'invalid-body'
      | 'malformed-body'
      | 'body-too-large'
      | 'unsupported-media-type'
      | 'missing-token'
      | 'wrong-token'
      | 'not-permitted'
      | 'too-many-requests'
      | 'not-found'
      | 'method-not-allowed'
      | 'key-reused'
      | 'key-in-progress'
      | 'import-in-progress'
      | 'never-fires'
      | 'no-such-night'
      | 'night-taken'
      | 'series-ended'
      | 'unknown-scope'
      | 'empty-audience'
      | 'start-in-past'
      | 'end-in-past'
      | 'too-far-ahead'
      | 'notice-too-short'
      | 'wrong-phase'
      | 'too-early'
      | 'too-late'
      | 'time-out-of-bounds'
      | 'already-done'
      | 'stale-revision'
      | 'no-rfo-draft'
      | 'nothing-to-repair'
      | 'nothing-failed'
      | 'same-slot'
      | 'same-scope'
      | 'same-class'
      | 'not-later'
      | 'no-alternate'
      | 'no-alternative'
      | 'no-room'
      | 'own-plan'
      | 'no-such-step'
      | 'no-such-item'
      | 'verification-open'
      | 'notice-debt'
      | 'conflict'
      | 'already-claimed'
      | 'locked-in'
      | 'not-due'
      | 'no-work'
      | 'no-self-service'
      | 'out-of-scope'
      | 'group-busy'
      | 'work-halted'
      | 'too-many-endpoints'
      | 'endpoint-disabled'
      | 'delivery-in-progress'
      | 'address-shared'
      | 'address-in-use'
      | 'erasure-off'
      | 'webhooks-off'
      | 'temporal-unreachable'
      | 'database-unreachable'
      | 'window-busy'
      | 'window-stuck'
      | 'no-answer-yet';
    readonly ExamineExecutorsAnswer: {
      /** @description false: no executors are configured */
      readonly configured: boolean;
      readonly findings: readonly {
        /** @enum {string} */
        readonly check: 'executor' | 'probe' | 'alerts';
        readonly ok: boolean;
        /** @description what was found, and what to correct */
        readonly text: string;
      }[];
    };
    readonly ExamineMailAnswer: {
      /** @description always: mail is sent everywhere */
      readonly configured: boolean;
      readonly findings: readonly {
        /** @enum {string} */
        readonly check: 'answers' | 'support' | 'senders' | 'returned mail';
        readonly ok: boolean;
        /** @description what was found, and what to correct */
        readonly text: string;
      }[];
    };
    readonly ExamineSilencesAnswer: {
      /** @description false: monitoring hears nothing of windows */
      readonly configured: boolean;
      readonly findings: readonly {
        /** @enum {string} */
        readonly check: 'alertmanager' | 'pagerduty';
        readonly ok: boolean;
        /** @description what was found, and what to correct */
        readonly text: string;
      }[];
    };
    readonly ExamineSlackAnswer: {
      /** @description false: this installation posts to no channel, or to an incoming webhook, which cannot be asked */
      readonly configured: boolean;
      readonly findings: readonly {
        /** @enum {string} */
        readonly check: 'token' | 'channel' | 'buttons';
        readonly ok: boolean;
        /** @description what was found, and what to correct */
        readonly text: string;
      }[];
    };
    readonly ExamineStatuspageAnswer: {
      /** @description false: this installation keeps no page at Atlassian Statuspage */
      readonly configured: boolean;
      readonly findings: readonly {
        /** @enum {string} */
        readonly check: 'key and page' | 'mapping file' | 'components';
        readonly ok: boolean;
        /** @description what was found, and what to correct */
        readonly text: string;
      }[];
    };
    /** @enum {string} */
    readonly ExportFormat: 'csv' | 'jsonl';
    readonly FinishTaskAnswer: {
      /** Format: int64 */
      readonly id: number;
    };
    readonly GetMeasureAnswer: {
      /** Format: int64 */
      readonly id: number;
      /**
       * @description the window whose report promised it
       * @example MW-2026-0001
       */
      readonly reference: string;
      readonly text: string;
      /** @description as the report names them: a person of the staff by address, name or id, or a team */
      readonly owner: string;
      /**
       * Format: date
       * @description the date in force
       */
      readonly due: string;
      /** @description customers read it in the published report */
      readonly public: boolean;
      readonly state: components['schemas']['MeasureState'];
      /**
       * Format: date-time
       * @description when a report that names it was published first
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      readonly endedAt: string | null;
      readonly endedBy: string | null;
      /** @description what came of it, or why it was given up */
      readonly note: string | null;
      /** @description everything that has happened to it, oldest first */
      readonly history: readonly {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        readonly by: string;
        readonly onBehalfOf: string | null;
        readonly credential: string | null;
        readonly door: components['schemas']['AuditDoor'];
        readonly type: components['schemas']['MeasureEventType'];
        readonly text: string;
      }[];
    };
    readonly GetProofAnswer: {
      readonly reference: string;
      readonly title: string;
      readonly class: components['schemas']['WindowClass'];
      /** @description the provider's own class (P6), for staff only; `class` is the one it is like */
      readonly className?: string;
      /** @description what customers read of the provider's own class in place of its word, by language */
      readonly classLabel?: {
        readonly [key: string]: string;
      };
      readonly phase: components['schemas']['Phase'];
      readonly organization: {
        readonly id: string;
        readonly name: string;
        readonly timeZone: string;
        readonly locale: string;
      };
      readonly startedAt: string | null;
      readonly endedAt: string | null;
      readonly cancelledAt: string | null;
      /** @description when systems were as before, of begun work that was called off (L13) */
      readonly rolledBackAt: string | null;
      /** @description every date the window had, first one first */
      readonly dates: readonly {
        /** Format: int32 */
        readonly revision: number;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly start: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly end: string;
        /**
         * Format: date-time
         * @description when the window was given this date
         * @example 2026-12-10T01:00:00Z
         */
        readonly setAt: string;
        /** @description why it was moved to this date */
        readonly reason: string | null;
        /**
         * @description what the class promises
         * @example P14D
         */
        readonly promisedNotice: string;
        /** @description the first notice of this date that a mail server of the organization accepted */
        readonly toldAt: string | null;
        readonly givenNotice: string | null;
        /**
         * @description an hour is allowed for delivery; the figures say how it was
         * @enum {string}
         */
        readonly verdict: 'kept' | 'short' | 'not-told' | 'replaced' | 'to-come';
        /** @description the same in a sentence */
        readonly text: string;
      }[];
      /** @description overrides, and conflicts that had to be accepted, in order (L9, N11) */
      readonly accepted: readonly {
        /**
         * Format: int32
         * @description the revision it led to
         */
        readonly revision: number;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        /** @description who answered for it; empty for customer tokens */
        readonly by: string;
        /** @description why it was accepted; null where the plan could not wait: an emergency, or work under way */
        readonly reason: string | null;
        /** @description what stood against it; for customers in words that name nobody else */
        readonly rules: readonly {
          /** @enum {string} */
          readonly kind:
            'notice' | 'verification' | 'resource' | 'redundancy' | 'organization' | 'blackout' | 'hours' | 'length';
          readonly text: string;
        }[];
      }[];
      /** @description what was sent or owed, in order */
      readonly notices: readonly {
        readonly notice: string;
        readonly kind: components['schemas']['NoticeKind'];
        /** Format: int32 */
        readonly revision: number;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly begunAt: string;
        readonly state: components['schemas']['NoticeState'];
        readonly resources: readonly components['schemas']['AffectedResource'][];
        /** @description why the notice was owed and nobody was told (N13); null where something was sent */
        readonly untold: {
          readonly reason: components['schemas']['UntoldReason'];
          readonly text: string;
        } | null;
        /** @description what the mail said to one of the recipients; those who read the same language differ in the greeting only */
        readonly message: {
          /** @description whose text this is */
          readonly to: string;
          readonly subject: string;
          /** @description of the plain part */
          readonly text: string;
          /**
           * @description `as-sent`: the words that were sent, as they were kept with the mail; `todays-version`: of these facts in the words of this version, because nothing was sent, or by a version that kept no words
           * @enum {string}
           */
          readonly wording: 'as-sent' | 'todays-version';
        } | null;
        readonly deliveries: readonly {
          /** @description `contact:<id>` or `organization:<id>` */
          readonly recipient: string;
          readonly name: string;
          readonly address: string;
          readonly channel: components['schemas']['DeliveryChannel'];
          readonly messageId: string;
          readonly state: components['schemas']['DeliveryState'];
          /**
           * Format: date-time
           * @example 2026-12-10T01:00:00Z
           */
          readonly stateSince: string;
          /** @description when the mail server's 250 was put on record */
          readonly acceptedAt: string | null;
          /** Format: int32 */
          readonly attempts: number;
          /** @description the mail server's own words */
          readonly reply: string | null;
        }[];
      }[];
      /** @description what became of each of its resources, in the order of the work; none without a work list */
      readonly work: readonly {
        readonly resource: components['schemas']['WorkedOnResource'];
        /** @description `claimed`: somebody has it, and it is about to begin; `running`: under way; `unknown`: a person has to say what became of it */
        readonly state: components['schemas']['WorkState'];
        /** @description who took it last; null when nobody has */
        readonly by: components['schemas']['WorkBy'] | null;
        /**
         * Format: date-time
         * @description when it came into its state
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
        /** @description the same in words */
        readonly text: string;
      }[];
      /** @description what its people answered, in order (C5) */
      readonly answers: readonly {
        readonly recipient: string;
        readonly answer: components['schemas']['CustomerAnswer'];
        /** Format: int32 */
        readonly sequence: number;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
      }[];
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly madeAt: string;
    };
    readonly GetRfoAnswer: {
      readonly items: readonly {
        /** Format: int32 */
        readonly version: number;
        readonly state: components['schemas']['RfoState'];
        /** @description empty for customer tokens */
        readonly author: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly draftedAt: string;
        readonly approvedBy: string | null;
        /** @description null while it is a draft */
        readonly publishedAt: string | null;
        readonly summary: string;
        readonly customerImpact?: string;
        readonly rootCause: string;
        readonly resolution?: string;
        /** @description to customer tokens those that are public */
        readonly preventiveMeasures: readonly {
          readonly text: string;
          /** @description empty for customer tokens */
          readonly owner: string;
          /** Format: date */
          readonly due: string;
          readonly public: boolean;
        }[];
      }[];
    };
    readonly GetWebhookAnswer: {
      /** Format: int64 */
      readonly id: number;
      /** @description the `webhook-id` of every attempt */
      readonly webhookId: string;
      /** @description the window; null for a test */
      readonly reference: string | null;
      readonly type: components['schemas']['WebhookType'];
      /** @description `failed`: given up after a day; `abandoned`: the endpoint was switched off before it got through */
      readonly state: components['schemas']['WebhookState'];
      /**
       * Format: int32
       * @description attempts of the schedule; those by hand are not counted
       */
      readonly attempts: number;
      readonly nextAttemptAt: string | null;
      readonly lastAttemptAt: string | null;
      /** @description HTTP status of the last answer, null without one */
      readonly lastStatus: number | null;
      /** @description the beginning of the receiver's answer, or why there was none */
      readonly lastAnswer: string | null;
      readonly deliveredAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      /** @description the body, byte for byte */
      readonly payload: string;
    };
    readonly GetWindowAnswer: {
      readonly reference: string;
      readonly phase: components['schemas']['Phase'];
      /**
       * Format: int32
       * @description goes up with every change a customer must hear of
       */
      readonly revision: number;
      /**
       * Format: int32
       * @description the number of the last event
       */
      readonly sequence: number;
      readonly title: string;
      readonly class: components['schemas']['WindowClass'];
      /** @description the provider's own class (P6), for staff only; `class` is the one it is like */
      readonly className?: string;
      /** @description what customers read of the provider's own class in place of its word, by language */
      readonly classLabel?: {
        readonly [key: string]: string;
      };
      readonly reason: components['schemas']['WindowReason'];
      readonly visibility: components['schemas']['Visibility'];
      readonly slots: readonly components['schemas']['Slot'][];
      /** @description for staff only; customers see their own resources */
      readonly scope?: {
        readonly locations: readonly string[];
        readonly resources: readonly string[];
        readonly kinds: readonly string[];
        readonly labels: {
          readonly [key: string]: string;
        };
        readonly all: boolean;
      };
      readonly impact: {
        readonly level: components['schemas']['ImpactLevel'];
        /** Format: int32 */
        readonly minutes: number;
        readonly description: string;
      };
      readonly customerAction: string;
      readonly pointOfContact: string;
      readonly justification?: string;
      readonly emergency?: {
        readonly trigger: components['schemas']['EmergencyTrigger'];
        readonly necessity: string;
        readonly risk: string;
        readonly mitigation: string;
      };
      /** @description windows into which customers may move their resources (S8) */
      readonly alternatives?: readonly string[];
      /**
       * Format: int32
       * @description how many resources customers may move into it
       */
      readonly capacity?: number;
      /** @description the changes behind it in other systems; for customer tokens those that are public (P9) */
      readonly references?: readonly {
        readonly system: string;
        readonly id: string;
        readonly url?: string;
        /** @constant */
        readonly public?: true;
      }[];
      /** @description for customer tokens: their own affected resources, as last told */
      readonly resources?: readonly components['schemas']['AffectedResource'][];
      /**
       * Format: int32
       * @description for customer tokens: how many of their resources are affected
       */
      readonly resourceCount?: number;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly openedAt: string;
      /** @description empty for customer tokens */
      readonly openedBy: string;
      readonly announcedAt: string | null;
      readonly startedAt: string | null;
      readonly endedAt: string | null;
      readonly cancelledAt: string | null;
      /** @description begun work that was called off (L13); null where none was */
      readonly rollBack: {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly begunAt: string;
        readonly because: string;
        /** @description when systems were as before */
        readonly endedAt: string | null;
      } | null;
      /** @description the result of the work was found bad while it was watched (E3), the latest time; null where it never was */
      readonly degradation: {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly begunAt: string;
        /** @description what was found; empty for customer tokens */
        readonly because: string;
        /** @description when all was well again, or the work rolled back */
        readonly endedAt: string | null;
      } | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly updatedAt: string;
      readonly customerImpactMinutes: number | null;
      /** @description the promise of the next word */
      readonly nextUpdateBy: string | null;
      /** @description what the window does by itself next; null while only a person can move it on */
      readonly next: components['schemas']['NextStep'] | null;
      readonly plan: readonly components['schemas']['PlannedNotice'][];
      readonly rfo: components['schemas']['RfoStanding'];
      /** @description what a person has to look at */
      readonly attention: readonly components['schemas']['Attention'][];
      /** @description a paragraph at the head of each mail */
      readonly introduction?: string;
      /** @description of the window's own words; English where it is left out */
      readonly language?: string;
      /** @description the sentences in other languages */
      readonly translations?: {
        readonly [key: string]: {
          readonly title?: string;
          /** @description a paragraph at the head of each mail */
          readonly introduction?: string;
          readonly impactDescription?: string;
          readonly customerAction?: string;
        };
      };
      readonly automaticStart?: boolean;
      /**
       * Format: date-time
       * @description until when the first of two nights can be called off
       * @example 2026-12-10T01:00:00Z
       */
      readonly decideBy?: string;
      /** @description what is ticked off before completion, and watched after it (E3) */
      readonly verification?: {
        readonly steps: readonly {
          readonly text: string;
          readonly done: boolean;
        }[];
        /** Format: int32 */
        readonly monitorMinutes: number;
        /** @description what is looked at after the work */
        readonly monitor?: {
          readonly probe?: string;
          readonly query?: {
            readonly name: string;
            readonly unit?: string;
            /** Format: double */
            readonly below?: number;
            /** Format: double */
            readonly above?: number;
          };
          /** @description the value that was entered last; with a query */
          readonly value?: {
            /** Format: double */
            readonly value: number;
            readonly isGood: boolean;
            /**
             * Format: date-time
             * @example 2026-12-10T01:00:00Z
             */
            readonly at: string;
          } | null;
        };
      };
      /** @description where the second pair of eyes stands (L8); null where none is asked for, and for customers */
      readonly approval: {
        /**
         * Format: int32
         * @description 0: none yet
         */
        readonly approvedRevision: number;
        readonly approvedBy: string | null;
        readonly authors: readonly string[];
      } | null;
      /** @description what a cancellation takes back (L7) */
      readonly undo: readonly {
        readonly id: components['schemas']['UndoItem'];
        readonly text: string;
        readonly state: components['schemas']['UndoState'];
      }[];
      /** @description how far the work on the resources is; only in windows with a work list, which GET /work shows */
      readonly work?: components['schemas']['WorkOfWindow'];
      /**
       * Format: int32
       * @description affected customers that nobody can be told for now
       */
      readonly untoldCount?: number;
      /** @description the first 50 of them by name */
      readonly untold?: readonly components['schemas']['UntoldCustomer'][];
      /** @description for staff, before customers are told */
      readonly languages?: readonly components['schemas']['LanguageRead'][];
      /** @description what the plan collides with (L9); for staff only */
      readonly conflicts?: readonly components['schemas']['Conflict'][];
      /** @description channels with a state outside, each in step by itself (C7); for staff only */
      readonly channels?: readonly {
        readonly channel: components['schemas']['OutsideChannel'];
        readonly lastSuccessAt: string | null;
        readonly lastError: string | null;
        readonly lastErrorAt: string | null;
        /**
         * Format: int32
         * @description in a row; 0 when the last attempt succeeded
         */
        readonly failures: number;
        /** @description what somebody had changed by hand outside, found at the last look: repaired, or left (docs/statuspage.md) */
        readonly drift: readonly string[];
      }[];
      /** @description what fires since the start of the work and belongs to nothing in its scope (C8); during the work, when `alerts=true` asks for it; for staff only */
      readonly otherAlerts?: {
        /** @description earliest first, 20 at most */
        readonly firing: readonly {
          readonly system: string;
          readonly text: string;
          /**
           * Format: date-time
           * @example 2026-12-10T01:00:00Z
           */
          readonly since: string;
        }[];
        /**
         * Format: int32
         * @description how many there are
         */
        readonly count: number;
        /** @description why a system could not be asked */
        readonly unasked: readonly string[];
      };
      /** @description recipients by the answer they gave last (C5); for staff only */
      readonly answers?: {
        /** Format: int32 */
        readonly accepted: number;
        /** Format: int32 */
        readonly declined: number;
        /** Format: int32 */
        readonly tentative: number;
      };
      /** @description the first page; more at /timeline */
      readonly timeline: components['schemas']['TimelinePage'];
      readonly notices: readonly components['schemas']['Notice'][];
      readonly links: components['schemas']['WindowLinks'];
    };
    /** @enum {string} */
    readonly ImpactLevel: 'no-impact' | 'reduced-redundancy' | 'degraded' | 'outage';
    readonly ImportInventoryAnswer: {
      readonly tables: readonly components['schemas']['ImportResult'][];
    };
    /** @enum {string} */
    readonly ImportReport: 'first' | 'all';
    readonly ImportResult: {
      readonly table: components['schemas']['InventoryTable'];
      /** @description nothing was changed */
      readonly dryRun: boolean;
      /** Format: int32 */
      readonly created: number;
      /** Format: int32 */
      readonly updated: number;
      /**
       * Format: int32
       * @description there already, the same in every field
       */
      readonly unchanged: number;
      /**
       * Format: int32
       * @description what belonged to the removed rows is not counted
       */
      readonly deleted: number;
      /** @description why nothing was removed, when it should have been */
      readonly deletionRefused: string | null;
      /** Format: int32 */
      readonly rejectedRows: number;
      /** @description the faults of the first 1,000 rejected rows */
      readonly rejected: readonly {
        /**
         * Format: int32
         * @description the file's line, or the row's place in the list from 1
         */
        readonly line: number;
        readonly field: string;
        readonly message: string;
      }[];
    };
    /** @enum {string} */
    readonly InventoryTable:
      'locations' | 'organizations' | 'environments' | 'contacts' | 'resources' | 'staff' | 'staff_organizations';
    readonly IssuedCalendarFeed: {
      /** Format: uuid */
      readonly id: string;
      readonly name: string;
      /** @description null: all of the organization's */
      readonly environmentId: string | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      readonly rotatedAt: string | null;
      /** @description the secret address to subscribe to, shown this once: null when the answer is repeated for an Idempotency-Key */
      readonly url: string | null;
    };
    readonly IssuedWebhookEndpoint: {
      /** Format: uuid */
      readonly id: string;
      readonly organizationId: string;
      readonly url: string;
      readonly description: string | null;
      /** @description null: everything */
      readonly eventTypes: readonly components['schemas']['SubscribedWebhookType'][] | null;
      readonly state: components['schemas']['WebhookEndpointState'];
      readonly disabledReason: string | null;
      readonly disabledAt: string | null;
      /** @description since when nothing has got through; null while it works */
      readonly failingSince: string | null;
      /** @description until when the secret before the present one signs too */
      readonly previousSecretUntil: string | null;
      /** @description empty for customer tokens */
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      /** @description verifies the signatures. Shown this once: null when the answer is repeated for an Idempotency-Key */
      readonly secret: string | null;
    };
    readonly LanguageRead: {
      /** @description as it stands with the contact, else with the organization */
      readonly language: string;
      /**
       * Format: int32
       * @description how many read it
       */
      readonly contacts: number;
      /** @description sentences they read in the window's own language */
      readonly missing: readonly ('title' | 'introduction' | 'impactDescription' | 'customerAction')[];
      readonly text: string;
    };
    readonly LiftSuppressionAnswer: {
      readonly address: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly liftedAt: string;
    };
    readonly LiftSuppressionsAnswer: {
      readonly addresses: readonly string[];
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly liftedAt: string;
    };
    readonly ListAcknowledgementsAnswer: {
      readonly items: readonly {
        readonly organizationId: string;
        /** @description who answered: `contact:<id>` or `organization:<id>` */
        readonly recipient: string;
        readonly answer: components['schemas']['CustomerAnswer'];
        /**
         * Format: int32
         * @description the version of the calendar event that was answered
         */
        readonly sequence: number;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        readonly via: components['schemas']['AnswerVia'];
      }[];
    };
    readonly ListBlackoutsAnswer: {
      readonly items: readonly components['schemas']['Blackout'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListCalendarFeedsAnswer: {
      readonly items: readonly {
        /** Format: uuid */
        readonly id: string;
        readonly name: string;
        /** @description null: all of the organization's */
        readonly environmentId: string | null;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly createdAt: string;
        readonly rotatedAt: string | null;
      }[];
    };
    readonly ListContactsAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly organizationId: string;
        readonly name: string;
        readonly email: string;
        readonly roles: readonly string[];
        readonly environments: readonly string[] | null;
        readonly wantsOptional: boolean;
        readonly locale: string | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListDeliveriesAnswer: {
      readonly items: readonly {
        /** Format: int64 */
        readonly id: number;
        readonly notice: string;
        /** Format: int32 */
        readonly revision: number;
        readonly organizationId: string;
        /** @description `contact:<id>` or `organization:<id>` */
        readonly recipient: string;
        readonly channel: components['schemas']['DeliveryChannel'];
        readonly address: string;
        readonly name: string;
        readonly messageId: string;
        readonly state: components['schemas']['DeliveryState'];
        /** Format: int32 */
        readonly attempts: number;
        /**
         * Format: int32
         * @description sends whose outcome nobody knows
         */
        readonly uncertainSends: number;
        /** @description the mail server's own words */
        readonly reply: string | null;
        readonly nextAttemptAt: string | null;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly updatedAt: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListDifferencesAnswer: {
      readonly items: readonly {
        readonly reference: string;
        /**
         * @description `no-record`: The database has no record of it; `record-behind`: The record is older than the workflow; `record-ahead`: The record is newer than the workflow; `no-workflow`: It has no workflow; `workflow-ended`: Its workflow has ended before the window did; `workflow-stuck`: Its workflow fails again and again
         * @enum {string}
         */
        readonly kind:
          'no-record' | 'record-behind' | 'record-ahead' | 'no-workflow' | 'workflow-ended' | 'workflow-stuck';
        /** @description what each side says */
        readonly detail: string;
        /** @description what it means, and the way out */
        readonly help: string;
        /** @description the repairs that fit */
        readonly repairs: readonly components['schemas']['Repair'][];
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
      }[];
      /** @description when all windows were last compared; long ago, or null, while no worker compares them */
      readonly comparedAt: string | null;
    };
    readonly ListEnvironmentsAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly organizationId: string;
        readonly name: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListErasuresAnswer: {
      readonly items: readonly {
        /** Format: int64 */
        readonly id: number;
        readonly hashes: readonly string[];
        readonly by: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly begunAt: string;
        /** @description null: it did not come to its end; the same request again goes on */
        readonly finishedAt: string | null;
        /** @description rows changed or removed, by table of the database */
        readonly counts: {
          readonly [key: string]: number;
        };
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListLocationsAnswer: {
      readonly items: readonly {
        readonly path: string;
        readonly parent: string | null;
        readonly name: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListMaintenanceAnswer: {
      readonly items: readonly {
        /** @description of the window */
        readonly reference: string;
        readonly title: string;
        readonly resource: components['schemas']['WorkedOnResource'];
        /** @description `claimed`: somebody has it, and it is about to begin; `running`: under way; `unknown`: a person has to say what became of it */
        readonly state: components['schemas']['WorkState'];
        /** @description who took it last; null when nobody has */
        readonly by: components['schemas']['WorkBy'] | null;
        /**
         * Format: date-time
         * @description when it came into its state
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
        /**
         * Format: date-time
         * @description when the window begins, as planned
         * @example 2026-12-10T01:00:00Z
         */
        readonly startsAt: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly endsAt: string;
        /** @description until then it can be done by yourself; null when only the window does it */
        readonly selfServiceUntil: string | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListMeasuresAnswer: {
      readonly items: readonly components['schemas']['Measure'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListNightsAnswer: {
      /** @description by their start */
      readonly items: readonly {
        /** @description of the window, to be named as `to` */
        readonly reference: string;
        /**
         * Format: date-time
         * @description when it begins, as planned
         * @example 2026-12-10T01:00:00Z
         */
        readonly startsAt: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly endsAt: string;
        /**
         * Format: date-time
         * @description until then resources can be moved
         * @example 2026-12-10T01:00:00Z
         */
        readonly until: string;
        /**
         * Format: int32
         * @description for how many resources
         */
        readonly room: number;
      }[];
    };
    readonly ListNoticesAnswer: {
      readonly items: readonly components['schemas']['Notice'][];
    };
    readonly ListOrganizationsAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly timeZone: string;
        readonly maintenanceEmail: string | null;
        /** @description promised: at most one window in so many days */
        readonly maintenanceEveryDays: number | null;
        readonly locale: string;
        readonly calendarMode: components['schemas']['CalendarMode'];
        /** @description of the file of rules; null: the default one */
        readonly brand: string | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListOwnTokensAnswer: {
      readonly items: readonly {
        /** Format: uuid */
        readonly id: string;
        readonly name: string;
        readonly role: components['schemas']['TokenRole'];
        /** @description the only organizations it knows of; null: all */
        readonly organizations: readonly string[] | null;
        /** @description null for one of version 0.2.0, which ends when it is revoked */
        readonly expiresAt: string | null;
        /** @description `issued` by an administrator, or made by its person: `own` by itself, `device` by signing in on a machine */
        readonly origin: components['schemas']['TokenOrigin'];
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly createdAt: string;
        /** @description to the minute; null: never */
        readonly lastUsedAt: string | null;
        /** @description it ends within two weeks: replace it */
        readonly isEnding: boolean;
      }[];
    };
    readonly ListResourcesAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly organizationId: string;
        readonly environmentId: string;
        readonly location: string;
        readonly kind: string;
        readonly name: string;
        readonly labels: {
          readonly [key: string]: string;
        };
        readonly redundancyGroup: string | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListSeriesAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly state: components['schemas']['SeriesState'];
        /**
         * Format: int32
         * @description a night's window is opened so many days before it
         */
        readonly leadDays: number;
        readonly recurrence:
          | {
              /** @constant */
              readonly every: 'day';
              /**
               * Format: int32
               * @description every so many days, weeks or months, counted from `from`
               * @default 1
               */
              readonly interval: number;
              /**
               * @description when the work starts, by clocks in the time zone
               * @example 02:30
               */
              readonly at: string;
              /**
               * Format: int32
               * @description real elapsed time, also when clocks change meanwhile
               */
              readonly durationMinutes: number;
              /** @example Europe/Paris */
              readonly timeZone: string;
              /**
               * Format: date
               * @description the first date a night can have
               */
              readonly from: string;
              /**
               * Format: date
               * @description the last date a night can have; without it the series goes on until it is ended
               */
              readonly until?: string;
            }
          | {
              /** @constant */
              readonly every: 'week';
              /** @description weeks begin on Monday */
              readonly weekdays: readonly components['schemas']['Weekday'][];
              /**
               * Format: int32
               * @description every so many days, weeks or months, counted from `from`
               * @default 1
               */
              readonly interval: number;
              /**
               * @description when the work starts, by clocks in the time zone
               * @example 02:30
               */
              readonly at: string;
              /**
               * Format: int32
               * @description real elapsed time, also when clocks change meanwhile
               */
              readonly durationMinutes: number;
              /** @example Europe/Paris */
              readonly timeZone: string;
              /**
               * Format: date
               * @description the first date a night can have
               */
              readonly from: string;
              /**
               * Format: date
               * @description the last date a night can have; without it the series goes on until it is ended
               */
              readonly until?: string;
            }
          | {
              /** @constant */
              readonly every: 'month';
              /** @description months without that day are left out */
              readonly dayOfMonth?: number | 'last';
              /** @description such as the second Tuesday; months without a fifth one are left out */
              readonly nthWeekday?: {
                readonly nth: number | 'last';
                readonly weekday: components['schemas']['Weekday'];
              };
              /**
               * Format: int32
               * @description every so many days, weeks or months, counted from `from`
               * @default 1
               */
              readonly interval: number;
              /**
               * @description when the work starts, by clocks in the time zone
               * @example 02:30
               */
              readonly at: string;
              /**
               * Format: int32
               * @description real elapsed time, also when clocks change meanwhile
               */
              readonly durationMinutes: number;
              /** @example Europe/Paris */
              readonly timeZone: string;
              /**
               * Format: date
               * @description the first date a night can have
               */
              readonly from: string;
              /**
               * Format: date
               * @description the last date a night can have; without it the series goes on until it is ended
               */
              readonly until?: string;
            };
        readonly createdBy: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly createdAt: string;
        /** @description who created, paused, resumed or ended it last */
        readonly changedBy: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly changedAt: string;
        readonly next: components['schemas']['Night'] | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListStaffAnswer: {
      readonly items: readonly {
        readonly id: string;
        readonly name: string;
        readonly email: string;
        readonly role: components['schemas']['StaffRole'];
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListStaffOrganizationsAnswer: {
      readonly items: readonly {
        readonly staffId: string;
        readonly organizationId: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListSuppressionsAnswer: {
      readonly items: readonly {
        readonly address: string;
        /** @description the words of the server that refused it for good */
        readonly reason: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListTasksAnswer: {
      readonly items: readonly {
        /** Format: int64 */
        readonly id: number;
        /** @description of the window, or of the series; empty when it concerns neither */
        readonly reference: string;
        /** @description `reach-otherwise`: mail does not reach this recipient; `nobody-to-tell`: an affected customer has nobody who can be mailed (N13), and the reason names the ways out; `objection`: this customer has declined the invitation or objects, and waits for an answer (S6, S9); `tell-customer`: a customer on the list of a person of the staff (N12); `webhook-disabled`: an endpoint was switched off; `night-refused`: a night of a series has no window; `place-returned-mail`: a returned mail nobody could place, `unreadable-mail`: a mail that could not be read (T8), see `GET /v1/returned-mails/{id}` for both; `answer-message`: somebody wrote back (N15), see `GET /v1/windows/{reference}/messages`, and `GET /v1/messages` where no window is named; `preventive-measure`: a measure that a published report promised (E5), see `GET /v1/measures`; ticking the task off says that it is done */
        readonly kind: components['schemas']['TaskKind'];
        /** @description null when it concerns no customer */
        readonly organizationId: string | null;
        /** @description whom it is about: `contact:<id>`, `organization:<id>`, `webhook:<id>`, `returned-mail:<id>`, `message:<id>` or `measure:<id>`; with `tell-customer`, who tells them: `staff:<id>`; of a series `night:<date>` */
        readonly subject: string;
        readonly reason: string;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly createdAt: string;
        readonly doneAt: string | null;
        readonly doneBy: string | null;
        readonly note: string | null;
        /** @description of an objection: what it is about; null: all of the customer's */
        readonly resources: readonly string[] | null;
        /** @description of an objection; null while it waits for one */
        readonly answer: components['schemas']['ObjectionAnswer'] | null;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListTemplatesAnswer: {
      readonly items: readonly components['schemas']['Template'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListTokensAnswer: {
      readonly items: readonly {
        /** Format: uuid */
        readonly id: string;
        readonly name: string;
        readonly role: components['schemas']['TokenRole'];
        readonly organizationId: string | null;
        readonly staffId: string | null;
        /** @description the person or service that goes on record for what is done with it (T5) */
        readonly person: string;
        readonly isService: boolean;
        /** @description the only organizations it knows of; null: all */
        readonly organizations: readonly string[] | null;
        /** @description the only environments it knows of; null: all */
        readonly environments: readonly string[] | null;
        /** @description what a token of a customer may do about maintenance; null for other roles */
        readonly access: components['schemas']['CustomerAccess'] | null;
        /** @description null for one of version 0.2.0, which ends when it is revoked */
        readonly expiresAt: string | null;
        /** @description null for one made by its person, on the machine itself, or by version 0.2.0 */
        readonly issuedBy: string | null;
        readonly reason: string | null;
        /** @description `issued` by an administrator, or made by its person: `own` by itself, `device` by signing in on a machine */
        readonly origin: components['schemas']['TokenOrigin'];
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly createdAt: string;
        /** @description to the minute; null: never */
        readonly lastUsedAt: string | null;
        /** @description it ends within two weeks: replace it */
        readonly isEnding: boolean;
        readonly revokedAt: string | null;
      }[];
    };
    readonly ListWebhookEndpointsAnswer: {
      readonly items: readonly components['schemas']['WebhookEndpoint'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListWebhooksAnswer: {
      readonly items: readonly components['schemas']['Webhook'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListWindowsAnswer: {
      readonly items: readonly {
        readonly reference: string;
        readonly phase: components['schemas']['Phase'];
        /**
         * Format: int32
         * @description goes up with every change a customer must hear of
         */
        readonly revision: number;
        readonly title: string;
        readonly class: components['schemas']['WindowClass'];
        /** @description the provider's own class (P6), for staff only; `class` is the one it is like */
        readonly className?: string;
        /** @description what customers read of the provider's own class in place of its word, by language */
        readonly classLabel?: {
          readonly [key: string]: string;
        };
        readonly visibility: components['schemas']['Visibility'];
        readonly slots: readonly components['schemas']['Slot'][];
        /** @description what the window does by itself next; null while only a person can move it on */
        readonly next: components['schemas']['NextStep'] | null;
        readonly needsAttention: boolean;
        readonly announcedAt: string | null;
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly updatedAt: string;
        readonly links: components['schemas']['WindowLinks'];
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ListWorkAnswer: {
      readonly reference: string;
      /** @description of all that the token may see, whatever the filter */
      readonly counts: components['schemas']['WorkCounts'];
      /** Format: int32 */
      readonly total: number;
      /** @description due, and not healthy when they were looked at before the work; the first fifty, for the provider alone */
      readonly unhealthy: readonly {
        readonly id: string;
        readonly name: string;
        readonly reason: string;
      }[];
      readonly items: readonly {
        readonly resource: components['schemas']['WorkedOnResource'];
        /** @description `claimed`: somebody has it, and it is about to begin; `running`: under way; `unknown`: a person has to say what became of it */
        readonly state: components['schemas']['WorkState'];
        /** @description who took it last; null when nobody has */
        readonly by: components['schemas']['WorkBy'] | null;
        /** @description for staff only */
        readonly who: string | null;
        /** @description why it is skipped */
        readonly cause: components['schemas']['WorkSkipCause'] | null;
        /**
         * Format: int32
         * @description how often it was begun or about to be
         */
        readonly attempt: number;
        /**
         * Format: date-time
         * @description when it came into its state
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly MakeOwnTokenAnswer: {
      /** Format: uuid */
      readonly id: string;
      readonly name: string;
      readonly role: components['schemas']['TokenRole'];
      /** @description the only organizations it knows of; null: all */
      readonly organizations: readonly string[] | null;
      /** @description the person or service that goes on record for what is done with it (T5) */
      readonly person: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly expiresAt: string;
      /** @description shown this once and kept nowhere: null when the answer is repeated for an Idempotency-Key */
      readonly token: string | null;
    };
    readonly Measure: {
      /** Format: int64 */
      readonly id: number;
      /**
       * @description the window whose report promised it
       * @example MW-2026-0001
       */
      readonly reference: string;
      readonly text: string;
      /** @description as the report names them: a person of the staff by address, name or id, or a team */
      readonly owner: string;
      /**
       * Format: date
       * @description the date in force
       */
      readonly due: string;
      /** @description customers read it in the published report */
      readonly public: boolean;
      readonly state: components['schemas']['MeasureState'];
      /**
       * Format: date-time
       * @description when a report that names it was published first
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      readonly endedAt: string | null;
      readonly endedBy: string | null;
      /** @description what came of it, or why it was given up */
      readonly note: string | null;
    };
    /** @enum {string} */
    readonly MeasureEventType: 'agreed' | 'restated' | 'told' | 'postponed' | 'done' | 'given-up';
    /** @enum {string} */
    readonly MeasureState: 'open' | 'done' | 'given-up';
    readonly Message: {
      /** Format: int64 */
      readonly id: number;
      /** @description the window it is about; null: nobody could say which */
      readonly reference: string | null;
      /** @description how that was found, the surest first: it answers a mail of ours; it came to a return path of ours; it quotes a mail of ours; its calendar object; the reference stands in it */
      readonly placedBy: ('message-id' | 'return-path' | 'quoted' | 'calendar' | 'mention') | null;
      /** @description whose person wrote; null when that is not known */
      readonly organizationId: string | null;
      /** @description a contact; the only customer of the window with that host; or whom the answered mail went to */
      readonly writerKnownBy: ('contact' | 'host' | 'answered-mail') | null;
      /** @description the address it says it comes from; empty when it names nobody, or several */
      readonly address: string;
      /** @description whether our mail server confirmed that (DMARC); null where none is asked */
      readonly verified: boolean | null;
      readonly subject: string;
      /** @description its beginning, at most 20,000 characters */
      readonly text: string;
      /** @description there was more */
      readonly cut: boolean;
      /** @description what its calendar object says */
      readonly answer: components['schemas']['CustomerAnswer'] | null;
      /** @description why that is no acknowledgement */
      readonly reason: string | null;
      /**
       * Format: int32
       * @description of the whole mail, in bytes
       */
      readonly size: number;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly receivedAt: string;
      /** @description when it was passed on to support by mail */
      readonly forwardedAt: string | null;
    };
    readonly Messages: {
      readonly items: readonly components['schemas']['Message'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly MoveResourcesAnswer: {
      /** @description of the window they come from */
      readonly reference: string;
      /** @description of the window they are moved to */
      readonly to: string;
      /**
       * Format: date-time
       * @description when that window begins, as planned
       * @example 2026-12-10T01:00:00Z
       */
      readonly startsAt: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly endsAt: string;
      /** @description what was moved */
      readonly resources: readonly string[];
      /** @description `asked`: on record, goes on by itself; `joined`: the other window has them; `done`: and this one has them no longer */
      readonly state: components['schemas']['MoveState'];
    };
    /** @enum {string} */
    readonly MoveState: 'asked' | 'joined' | 'done';
    readonly NextStep: {
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly at: string;
      readonly what: string;
    };
    readonly Night: {
      /**
       * Format: date
       * @description the local date on which it begins
       */
      readonly night: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly start: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly end: string;
      /**
       * Format: date-time
       * @description the same by clocks in the time zone
       * @example 2027-03-28T03:30:00+02:00
       */
      readonly localStart: string;
      /**
       * Format: date-time
       * @description the same by clocks in the time zone
       * @example 2027-03-28T03:30:00+02:00
       */
      readonly localEnd: string;
      /** @description what is odd about its clocks, such as a time that does not exist */
      readonly note: string | null;
      /** @description `planned`: its window is opened when the lead begins; `refused`: it has no window, and a task says why */
      readonly state: components['schemas']['NightState'];
      /** @description when its window will be opened; null when that is done or nothing will open it */
      readonly opensAt: string | null;
      /** @description its window */
      readonly reference: string | null;
      /** @description where its window stands */
      readonly phase: components['schemas']['Phase'] | null;
      /** @description why it was skipped or refused */
      readonly reason: string | null;
      readonly by: string | null;
    };
    /** @enum {string} */
    readonly NightState: 'planned' | 'opening' | 'opened' | 'skipped' | 'refused';
    readonly Notice: {
      /** @description its name inside the window, such as `reminder-7d` or `progress-2` */
      readonly notice: string;
      readonly kind: components['schemas']['NoticeKind'];
      /** Format: int32 */
      readonly revision: number;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly begunAt: string;
      readonly state: components['schemas']['NoticeState'];
      /** Format: int32 */
      readonly organizations: number;
      /** Format: int32 */
      readonly recipients: number;
      /**
       * Format: int32
       * @description organizations it was owed to and nobody could be told for: a task names each (N13)
       */
      readonly untold: number;
      /**
       * Format: int32
       * @description organizations of which everybody asked not to be mailed it
       */
      readonly optedOut: number;
      readonly deliveries: {
        /** Format: int32 */
        readonly pending: number;
        /** Format: int32 */
        readonly sending: number;
        /** Format: int32 */
        readonly accepted: number;
        /** Format: int32 */
        readonly deferred: number;
        /** Format: int32 */
        readonly failed: number;
        /** Format: int32 */
        readonly uncertain: number;
        /** Format: int32 */
        readonly superseded: number;
        /** Format: int32 */
        readonly suppressed: number;
      };
    };
    readonly NoticeDebt: {
      readonly class: components['schemas']['WindowClass'];
      /** @description the provider's own class (P6) */
      readonly className?: string;
      /** @description the notice the class promises, ISO 8601 duration */
      readonly promised: string;
      /** @description the notice that is left */
      readonly given: string;
      /**
       * Format: int32
       * @description how many get less than promised
       */
      readonly organizations: number;
      readonly text: string;
    };
    /** @enum {string} */
    readonly NoticeKind:
      | 'announcement'
      | 'reminder-7d'
      | 'reminder-3d'
      | 'reminder-1d'
      | 'reminder'
      | 'rescheduled'
      | 'moved'
      | 'changed'
      | 'extended'
      | 'catch-up'
      | 'all-clear'
      | 'delayed'
      | 'started'
      | 'progress'
      | 'verifying'
      | 'overdue'
      | 'rolling-back'
      | 'work-failed'
      | 'completed'
      | 'rolled-back'
      | 'degraded'
      | 'recovered'
      | 'cancelled'
      | 'rfo'
      | 'staff-list'
      | 'staff-nag'
      | 'brief'
      | 'brief-changed'
      | 'brief-cancelled'
      | 'brief-started'
      | 'brief-rolling-back'
      | 'brief-completed'
      | 'brief-rolled-back'
      | 'brief-degraded'
      | 'brief-recovered'
      | 'approval-request'
      | 'changes-request'
      | 'nomination-nag'
      | 'overrun-question'
      | 'escalation'
      | 'report-nag'
      | 'report-late';
    /** @enum {string} */
    readonly NoticeState: 'under-way' | 'waiting' | 'settled' | 'superseded';
    readonly ObjectToMaintenanceAnswer: {
      readonly reference: string;
      /**
       * Format: int64
       * @description its number, to ask about it
       */
      readonly task: number;
      /** @description what it is about */
      readonly resources: readonly string[];
    };
    /** @enum {string} */
    readonly ObjectionAnswer: 'accepted' | 'refused';
    readonly OpenWindowAnswer: {
      readonly reference: string;
      readonly phase: components['schemas']['Phase'];
      /**
       * Format: int32
       * @description goes up with every change a customer must hear of
       */
      readonly revision: number;
      /** @description the window in Temporal */
      readonly workflowId: string;
      readonly plan: readonly components['schemas']['PlannedNotice'][];
      /**
       * Format: int32
       * @description affected customers that nobody can be told for now
       */
      readonly untoldCount: number;
      /** @description the first 50 of them by name */
      readonly untold: readonly components['schemas']['UntoldCustomer'][];
      /** @description what the affected contacts read, most read first: `edit` takes what is missing as `translations` */
      readonly languages: readonly components['schemas']['LanguageRead'][];
      /** @description promises of the class that this date cannot keep (N11) */
      readonly debts: readonly components['schemas']['NoticeDebt'][];
      /** @description what the plan collides with (L9) */
      readonly conflicts: readonly components['schemas']['Conflict'][];
      readonly links: components['schemas']['WindowLinks'];
    };
    /** @enum {string} */
    readonly OutsideChannel: 'statuspage' | 'slack' | 'webhooks' | 'silences';
    /** @enum {string} */
    readonly Phase:
      | 'draft'
      | 'approved'
      | 'announced'
      | 'delayed'
      | 'in-progress'
      | 'overdue'
      | 'verifying'
      | 'rolling-back'
      | 'completed'
      | 'rolled-back'
      | 'degraded'
      | 'closed'
      | 'cancelled';
    readonly PlannedNotice: {
      readonly kind: components['schemas']['NoticeKind'];
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly at: string;
      /**
       * Format: int32
       * @description how many it would reach now; for staff only
       */
      readonly organizations?: number;
      /** Format: int32 */
      readonly recipients?: number;
    };
    readonly PreviewCommandAnswer: {
      /** @description null: customers get no mail by it */
      readonly notice: {
        readonly kind: components['schemas']['NoticeKind'];
        readonly title: string;
        /** Format: int32 */
        readonly organizations: number;
        /** Format: int32 */
        readonly recipients: number;
        /**
         * Format: int32
         * @description customers it is owed to and nobody can be told for
         */
        readonly untold: number;
        /**
         * Format: int32
         * @description recipients whose address has bounced: nothing is sent to them
         */
        readonly suppressed: number;
      } | null;
      /** @description null where nobody there would get it */
      readonly message: {
        /** @description for messages to staff: the person */
        readonly organization: {
          readonly id: string;
          readonly name: string;
        };
        readonly recipientName: string;
        readonly address: string;
        /** @description of the reader */
        readonly locale: string;
        /** @description what the message is written in */
        readonly language: string;
        /** @description who reads the same, but for the name */
        readonly alsoTo: readonly {
          readonly name: string;
          readonly address: string;
        }[];
        readonly subject: string;
        readonly text: string;
        readonly html?: string;
      } | null;
    };
    readonly PreviewNoticeAnswer: {
      /** @description for messages to staff: the person */
      readonly organization: {
        readonly id: string;
        readonly name: string;
      };
      readonly recipientName: string;
      readonly address: string;
      /** @description of the reader */
      readonly locale: string;
      /** @description what the message is written in */
      readonly language: string;
      /** @description who reads the same, but for the name */
      readonly alsoTo: readonly {
        readonly name: string;
        readonly address: string;
      }[];
      readonly subject: string;
      readonly text: string;
      readonly html?: string;
      /**
       * Format: date-time
       * @description when it leaves, or now
       * @example 2026-12-10T01:00:00Z
       */
      readonly at: string;
      readonly kind: components['schemas']['PreviewedNotice'];
      /** Format: int32 */
      readonly revision: number;
    };
    readonly PreviewRfoAnswer: {
      readonly messages: readonly {
        /** @description for messages to staff: the person */
        readonly organization: {
          readonly id: string;
          readonly name: string;
        };
        readonly recipientName: string;
        readonly address: string;
        /** @description of the reader */
        readonly locale: string;
        /** @description what the message is written in */
        readonly language: string;
        /** @description who reads the same, but for the name */
        readonly alsoTo: readonly {
          readonly name: string;
          readonly address: string;
        }[];
        readonly subject: string;
        readonly text: string;
        readonly html?: string;
      }[];
    };
    readonly PreviewTemplateAnswer: {
      /** @description by language, as the window would have them */
      readonly wordings: {
        readonly [key: string]: {
          readonly title?: string;
          /** @description a paragraph at the head of each mail */
          readonly introduction?: string;
          readonly impactDescription?: string;
          readonly customerAction?: string;
        };
      };
    };
    /** @enum {string} */
    readonly PreviewedNotice:
      | 'announcement'
      | 'reminder-7d'
      | 'reminder-3d'
      | 'reminder-1d'
      | 'reminder'
      | 'started'
      | 'completed'
      | 'cancelled';
    /** @description A failure (RFC 9457). */
    readonly Problem: {
      /**
       * Format: uri
       * @example https://status.provider.example/docs/problems#invalid-body
       */
      readonly type: string;
      readonly title: string;
      /** Format: int32 */
      readonly status: number;
      /** @description What is wrong with this request, and what to do next. */
      readonly detail: string;
      readonly code: components['schemas']['ProblemCode'];
      /** @description The fields at fault, with dots: `slots.0.start`. */
      readonly errors: readonly {
        readonly field: string;
        readonly message: string;
      }[];
      /** @description Only with status 500: what the log has it under. */
      readonly incident?: string;
    };
    /** @enum {string} */
    readonly ProblemCode:
      | 'invalid-body'
      | 'malformed-body'
      | 'body-too-large'
      | 'unsupported-media-type'
      | 'missing-token'
      | 'wrong-token'
      | 'not-permitted'
      | 'too-many-requests'
      | 'not-found'
      | 'method-not-allowed'
      | 'key-reused'
      | 'key-in-progress'
      | 'import-in-progress'
      | 'never-fires'
      | 'no-such-night'
      | 'night-taken'
      | 'series-ended'
      | 'unknown-scope'
      | 'empty-audience'
      | 'start-in-past'
      | 'end-in-past'
      | 'too-far-ahead'
      | 'notice-too-short'
      | 'wrong-phase'
      | 'too-early'
      | 'too-late'
      | 'time-out-of-bounds'
      | 'already-done'
      | 'stale-revision'
      | 'no-rfo-draft'
      | 'nothing-to-repair'
      | 'nothing-failed'
      | 'same-slot'
      | 'same-scope'
      | 'same-class'
      | 'not-later'
      | 'no-alternate'
      | 'no-alternative'
      | 'no-room'
      | 'own-plan'
      | 'no-such-step'
      | 'no-such-item'
      | 'verification-open'
      | 'notice-debt'
      | 'conflict'
      | 'already-claimed'
      | 'locked-in'
      | 'not-due'
      | 'no-work'
      | 'no-self-service'
      | 'out-of-scope'
      | 'group-busy'
      | 'work-halted'
      | 'too-many-endpoints'
      | 'endpoint-disabled'
      | 'delivery-in-progress'
      | 'address-shared'
      | 'address-in-use'
      | 'erasure-off'
      | 'webhooks-off'
      | 'temporal-unreachable'
      | 'database-unreachable'
      | 'window-busy'
      | 'window-stuck'
      | 'no-answer-yet'
      | 'internal-error';
    readonly ReadAuditAnswer: {
      readonly items: readonly {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        /** @description `window`: Windows; `answer`: Answers of customers; `measure`: Preventive measures; `task`: Tasks done; `suppression`: Suppressions lifted; `erasure`: People erased; `token`: Tokens issued and ended; `import`: Imports; `blackout`: Blackouts; `template`: Templates; `series`: Series; `webhook`: Webhook endpoints; `feed`: Calendar feeds; `settings`: Settings of customers; `self-service`: Maintenance that customers ask for; `repair`: Records written anew; `sign-in`: Customers who signed in */
        readonly kind: components['schemas']['AuditKind'];
        /** @description the person or the service; empty where it is not on record who */
        readonly by: string;
        /** @description whom the request named; nobody has checked it */
        readonly onBehalfOf: string | null;
        /** @description what was shown: `token:<id>`, `session:<id>`, `slack:<user>` */
        readonly credential: string | null;
        /** @description the id of the request, as the log has it */
        readonly request: string | null;
        /** @description who issued the credential, where it is of nobody of the staff */
        readonly issuedBy: string | null;
        /** @description null where it is not on record */
        readonly door: components['schemas']['AuditDoor'] | null;
        /** @description of the window */
        readonly reference: string | null;
        readonly text: string;
      }[];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    readonly ReadConfigAnswer: {
      readonly values: readonly {
        /** @description a variable of the environment, or the path of a rule, such as `classes.standard.lead` */
        readonly name: string;
        /** @description null: not set, made of other values, or a secret */
        readonly value: string | null;
        readonly from: components['schemas']['ValueSource'];
        /** @description true: whether it is set is all that is said */
        readonly secret: boolean;
      }[];
    };
    readonly ReadCurrentTokenAnswer: {
      /** Format: uuid */
      readonly id: string;
      readonly role: components['schemas']['TokenRole'];
      /** @description the person or service that goes on record for what is done with it (T5) */
      readonly person: string;
      readonly organizationId: string | null;
      /** @description the only organizations it knows of; null: all */
      readonly organizations: readonly string[] | null;
      /** @description the only environments it knows of; null: all */
      readonly environments: readonly string[] | null;
      /** @description what a token of a customer may do about maintenance; null for other roles */
      readonly access: components['schemas']['CustomerAccess'] | null;
      /** @description null for one of version 0.2.0, which ends when it is revoked */
      readonly expiresAt: string | null;
    };
    readonly ReadRetentionAnswer: {
      readonly items: readonly {
        /** @enum {string} */
        readonly kind:
          | 'deliveries'
          | 'tasks'
          | 'suppressions'
          | 'messages'
          | 'returned-mail'
          | 'webhooks'
          | 'subscribers'
          | 'idempotency-keys'
          | 'credentials';
        readonly what: string;
        /** @description null: for ever */
        readonly days: number | null;
        /**
         * Format: int32
         * @description rows that are over their time, and go with the next run
         */
        readonly due: number;
        /** @description when the last run saw to it; null: never yet */
        readonly ranAt: string | null;
        /**
         * Format: int32
         * @description rows the last run removed or made anonymous
         */
        readonly removed: number;
        /** Format: int64 */
        readonly removedInAll: number;
      }[];
    };
    readonly ReadReturnedMailAnswer: {
      /** Format: int64 */
      readonly id: number;
      readonly reason: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly receivedAt: string;
      /** Format: int32 */
      readonly size: number;
      readonly raw: string;
    };
    readonly ReadVersionAnswer: {
      /** @description such as `0.3.0` */
      readonly version: string;
      /** @description older command lines are not understood any more */
      readonly oldestClient: string;
    };
    readonly ReceiveEmailAnswer: {
      /**
       * @description ticked: a list of customers was answered with nothing but "told", and its tasks are done; message: somebody wrote; it is kept, and a task asks a person to read it; unplaced: it reports mail that was given up, and a task asks a person which; unreadable: it is kept as it came, and a task asks a person to look; refused: it changed nothing, and the reason was noted; ignored: it is of no concern here
       * @enum {string}
       */
      readonly outcome:
        'acknowledged' | 'bounced' | 'ticked' | 'message' | 'unplaced' | 'unreadable' | 'refused' | 'ignored';
      readonly reference: string | null;
      readonly reason: string | null;
    };
    readonly RehearseWindowAnswer: {
      /** @description stands in the messages in place of the reference the window will get */
      readonly reference: string;
      /** @description promises of the class that this date cannot keep (N11) */
      readonly debts: readonly components['schemas']['NoticeDebt'][];
      readonly conflicts: readonly {
        readonly kind: components['schemas']['ConflictKind'];
        readonly text: string;
        readonly blocking: boolean;
      }[];
      /** @description why opening it now would be refused; empty when it would not */
      readonly refusals: readonly {
        readonly code: components['schemas']['ErrorCode'];
        readonly text: string;
      }[];
      readonly audience: {
        /** Format: int32 */
        readonly organizations: number;
        /** Format: int32 */
        readonly recipients: number;
        /** Format: int32 */
        readonly resources: number;
      };
      /**
       * Format: int32
       * @description affected customers that nobody can be told for now
       */
      readonly untoldCount: number;
      /** @description the first 50 of them by name */
      readonly untold: readonly components['schemas']['UntoldCustomer'][];
      /** @description what the affected contacts read, most read first: `edit` takes what is missing as `translations` */
      readonly languages: readonly components['schemas']['LanguageRead'][];
      readonly messages: readonly {
        /**
         * Format: date-time
         * @description the promised moment; windows spread their notices over the minutes after it
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        readonly kind: components['schemas']['NoticeKind'];
        /** @example reminder, 7 days before */
        readonly title: string;
        /** Format: int32 */
        readonly revision: number;
        /** @description to the provider's own people */
        readonly internal: boolean;
        /** Format: int32 */
        readonly organizations: number;
        /** Format: int32 */
        readonly recipients: number;
        /**
         * Format: int32
         * @description customers it is owed to and nobody can be told for
         */
        readonly untold: number;
        /**
         * Format: int32
         * @description recipients whose address has bounced: nothing is sent to them
         */
        readonly suppressed: number;
        /** @description where it falls into quiet hours of its readers, by the rules (N10); null where it does not */
        readonly quiet: {
          /**
           * Format: int32
           * @description recipients who are sent it when their quiet hours end
           */
          readonly waiting: number;
          /** @description when the last of these is sent it */
          readonly latest: string | null;
          /**
           * Format: int32
           * @description recipients who are sent it in their quiet hours: waiting would break what is promised
           */
          readonly promised: number;
          /** @description the same in a sentence */
          readonly text: string;
        } | null;
        /** @description a message of each organization shown, in each language its people read */
        readonly samples: readonly {
          /** @description for messages to staff: the person */
          readonly organization: {
            readonly id: string;
            readonly name: string;
          };
          readonly recipientName: string;
          readonly address: string;
          /** @description of the reader */
          readonly locale: string;
          /** @description what the message is written in */
          readonly language: string;
          /** @description who reads the same, but for the name */
          readonly alsoTo: readonly {
            readonly name: string;
            readonly address: string;
          }[];
          readonly subject: string;
          readonly text: string;
          readonly html?: string;
        }[];
      }[];
      /** @description steps of people in the rehearsal that a rule would refuse */
      readonly refused: readonly {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        readonly command: components['schemas']['CommandName'];
        readonly code: components['schemas']['ErrorCode'];
        readonly text: string;
      }[];
      readonly end: {
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
        readonly phase: components['schemas']['Phase'];
        /** @description what only a person can bring about, such as a report that is owed */
        readonly waitsFor: readonly string[];
      };
    };
    /** @enum {string} */
    readonly Repair: 'adopt' | 'restart' | 'write-off';
    readonly RepairWindowAnswer: {
      readonly reference: string;
      readonly how: components['schemas']['Repair'];
    };
    readonly ReportResourceEventAnswer: {
      readonly resource: string;
      readonly event: {
        readonly id: string;
        readonly type: components['schemas']['ResourceEventType'];
        /**
         * Format: date-time
         * @example 2026-12-10T01:00:00Z
         */
        readonly at: string;
      };
      /** @description windows whose work on the resource is done by it, by reference */
      readonly completed: readonly string[];
      /** @description windows that have work on the resource left, and why it does not complete that */
      readonly left: readonly {
        readonly reference: string;
        readonly because: string;
      }[];
    };
    readonly ReportWorkEndAnswer: {
      readonly job: string;
      readonly reference: string;
      readonly resource: string;
      readonly state: components['schemas']['ReportedWorkEnd'];
    };
    /** @enum {string} */
    readonly ReportedWorkEnd: 'done' | 'failed';
    /** @enum {string} */
    readonly ResourceEventType: 'restarted' | 'redeployed' | 'scaled' | 'released';
    readonly RestartResourceAnswer: {
      readonly reference: string;
      readonly work: {
        readonly resource: components['schemas']['WorkedOnResource'];
        /** @description `claimed`: somebody has it, and it is about to begin; `running`: under way; `unknown`: a person has to say what became of it */
        readonly state: components['schemas']['WorkState'];
        /** @description who took it last; null when nobody has */
        readonly by: components['schemas']['WorkBy'] | null;
        /** @description for staff only */
        readonly who: string | null;
        /** @description why it is skipped */
        readonly cause: components['schemas']['WorkSkipCause'] | null;
        /**
         * Format: int32
         * @description how often it was begun or about to be
         */
        readonly attempt: number;
        /**
         * Format: date-time
         * @description when it came into its state
         * @example 2026-12-10T01:00:00Z
         */
        readonly since: string;
      };
    };
    readonly RfoStanding: {
      readonly owed: boolean;
      readonly because: string | null;
      /**
       * Format: int32
       * @description the latest drafted version, 0 for none
       */
      readonly drafted: number;
      /**
       * Format: int32
       * @description the latest published version, 0 for none
       */
      readonly published: number;
    };
    /** @enum {string} */
    readonly RfoState: 'preliminary' | 'final';
    readonly Series: {
      readonly id: string;
      readonly name: string;
      readonly state: components['schemas']['SeriesState'];
      /**
       * Format: int32
       * @description a night's window is opened so many days before it
       */
      readonly leadDays: number;
      readonly recurrence:
        | {
            /** @constant */
            readonly every: 'day';
            /**
             * Format: int32
             * @description every so many days, weeks or months, counted from `from`
             * @default 1
             */
            readonly interval: number;
            /**
             * @description when the work starts, by clocks in the time zone
             * @example 02:30
             */
            readonly at: string;
            /**
             * Format: int32
             * @description real elapsed time, also when clocks change meanwhile
             */
            readonly durationMinutes: number;
            /** @example Europe/Paris */
            readonly timeZone: string;
            /**
             * Format: date
             * @description the first date a night can have
             */
            readonly from: string;
            /**
             * Format: date
             * @description the last date a night can have; without it the series goes on until it is ended
             */
            readonly until?: string;
          }
        | {
            /** @constant */
            readonly every: 'week';
            /** @description weeks begin on Monday */
            readonly weekdays: readonly components['schemas']['Weekday'][];
            /**
             * Format: int32
             * @description every so many days, weeks or months, counted from `from`
             * @default 1
             */
            readonly interval: number;
            /**
             * @description when the work starts, by clocks in the time zone
             * @example 02:30
             */
            readonly at: string;
            /**
             * Format: int32
             * @description real elapsed time, also when clocks change meanwhile
             */
            readonly durationMinutes: number;
            /** @example Europe/Paris */
            readonly timeZone: string;
            /**
             * Format: date
             * @description the first date a night can have
             */
            readonly from: string;
            /**
             * Format: date
             * @description the last date a night can have; without it the series goes on until it is ended
             */
            readonly until?: string;
          }
        | {
            /** @constant */
            readonly every: 'month';
            /** @description months without that day are left out */
            readonly dayOfMonth?: number | 'last';
            /** @description such as the second Tuesday; months without a fifth one are left out */
            readonly nthWeekday?: {
              readonly nth: number | 'last';
              readonly weekday: components['schemas']['Weekday'];
            };
            /**
             * Format: int32
             * @description every so many days, weeks or months, counted from `from`
             * @default 1
             */
            readonly interval: number;
            /**
             * @description when the work starts, by clocks in the time zone
             * @example 02:30
             */
            readonly at: string;
            /**
             * Format: int32
             * @description real elapsed time, also when clocks change meanwhile
             */
            readonly durationMinutes: number;
            /** @example Europe/Paris */
            readonly timeZone: string;
            /**
             * Format: date
             * @description the first date a night can have
             */
            readonly from: string;
            /**
             * Format: date
             * @description the last date a night can have; without it the series goes on until it is ended
             */
            readonly until?: string;
          };
      /** @description the body that opens the windows, without slots */
      readonly window: {
        readonly [key: string]: unknown;
      };
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      /** @description who created, paused, resumed or ended it last */
      readonly changedBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly changedAt: string;
      /** @description the last twelve, all that are settled, and the next twelve */
      readonly nights: readonly components['schemas']['Night'][];
    };
    /** @enum {string} */
    readonly SeriesState: 'active' | 'paused' | 'ended';
    readonly SetContactAnswer: {
      readonly id: string;
      readonly organizationId: string;
      readonly locale: string | null;
      readonly timeZone: string | null;
      readonly wantsOptional: boolean;
    };
    readonly SetOrganizationAnswer: {
      readonly id: string;
      readonly maintenanceEmail: string | null;
      readonly locale: string;
      readonly timeZone: string;
      readonly calendarMode: components['schemas']['CalendarMode'];
    };
    /** @enum {string} */
    readonly SignInRole: 'admin' | 'engineer' | 'operator' | 'approver';
    readonly Slot: {
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly start: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly end: string;
    };
    /** @enum {string} */
    readonly StaffRole:
      'account-representative' | 'customer-engineer' | 'approver' | 'support' | 'marketing' | 'product' | 'escalation';
    /** @enum {string} */
    readonly SubscribedWebhookType:
      | 'window.announced'
      | 'window.rescheduled'
      | 'window.changed'
      | 'window.delayed'
      | 'window.started'
      | 'window.updated'
      | 'window.extended'
      | 'window.verifying'
      | 'window.overdue'
      | 'window.completed'
      | 'window.degraded'
      | 'window.recovered'
      | 'window.rolling_back'
      | 'window.rolled_back'
      | 'window.cancelled'
      | 'window.rfo_published'
      | 'window.closed'
      | 'window.all_clear';
    /** @enum {string} */
    readonly TaskKind:
      | 'reach-otherwise'
      | 'nobody-to-tell'
      | 'objection'
      | 'tell-customer'
      | 'webhook-disabled'
      | 'night-refused'
      | 'place-returned-mail'
      | 'answer-message'
      | 'unreadable-mail'
      | 'token-expiring'
      | 'preventive-measure';
    readonly Template: {
      readonly id: string;
      readonly name: string;
      /** @description null: for windows of any */
      readonly class: string | null;
      readonly reason: components['schemas']['WindowReason'] | null;
      readonly language: string;
      /** @description by language */
      readonly wordings: {
        readonly [key: string]: {
          /** @description Liquid */
          readonly title?: string;
          /** @description Liquid */
          readonly introduction: string;
          /** @description Liquid */
          readonly impactDescription?: string;
          /** @description Liquid */
          readonly customerAction?: string;
        };
      };
      /** @description what can be used, and may read wrong later */
      readonly warnings: readonly string[];
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
      readonly changedBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly changedAt: string;
    };
    readonly TimelineEntry: {
      /** @description its number; null for what customers answered, which is no step of the window */
      readonly sequence: number | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly at: string;
      /** @description who, as the credential says; empty for customer tokens */
      readonly by: string;
      /** @description whom the caller named, which nobody has checked; for staff only */
      readonly onBehalfOf?: string;
      /** @description `token:<id>`, `slack:<user>` or `mail-link:<hash>`; for staff only */
      readonly credential?: string;
      /** @description the id of the request, as the log has it; for staff only */
      readonly request?: string;
      /** @description who issued a token that is of nobody of the staff; for staff only */
      readonly issuedBy?: string;
      /** @description how it came: the API, a signal of an operator, the clock, a link in a mail to one of the staff, a customer's calendar, or a mail somebody wrote */
      readonly door: components['schemas']['Door'];
      readonly type: components['schemas']['TimelineEventType'];
      /** @description the same in a sentence */
      readonly text: string;
      /** @description what happened; instants inside are UTC milliseconds */
      readonly event: {
        readonly type: components['schemas']['TimelineEventType'];
      } & {
        readonly [key: string]: unknown;
      };
    };
    /** @enum {string} */
    readonly TimelineEventType:
      | 'opened'
      | 'notice-begun'
      | 'notice-settled'
      | 'notice-returned'
      | 'channel-troubled'
      | 'channel-mended'
      | 'channel-undone'
      | 'channel-repaired'
      | 'notice-retried'
      | 'audience-changed'
      | 'notice-troubled'
      | 'notice-mended'
      | 'reminders-passed'
      | 'start-missed'
      | 'delayed'
      | 'started'
      | 'progress-posted'
      | 'update-missed'
      | 'verifying'
      | 'overdue'
      | 'completed'
      | 'roll-back-begun'
      | 'rolled-back'
      | 'value-entered'
      | 'value-missed'
      | 'probe-missing'
      | 'degraded'
      | 'recovered'
      | 'work-reported'
      | 'work-paused'
      | 'work-resumed'
      | 'work-aborted'
      | 'work-skipped'
      | 'work-retried'
      | 'rescheduled'
      | 'offered'
      | 'referred'
      | 'rules-applied'
      | 'moved-in'
      | 'moved-out'
      | 'extended'
      | 'rescoped'
      | 'reclassified'
      | 'edited'
      | 'alternate-released'
      | 'cancelled'
      | 'approved'
      | 'changes-requested'
      | 'approval-withdrawn'
      | 'approval-missed'
      | 'nominated'
      | 'ticked'
      | 'escalated'
      | 'rule-overridden'
      | 'written-off'
      | 'rfo-owed'
      | 'rfo-drafted'
      | 'rfo-published'
      | 'rfo-late'
      | 'closed'
      | 'repaired'
      | 'command-refused'
      | 'acknowledged'
      | 'reply-refused'
      | 'message-received';
    readonly TimelinePage: {
      readonly items: readonly components['schemas']['TimelineEntry'][];
      /** @description the cursor of the page after this one, null on the last */
      readonly next: string | null;
    };
    /** @enum {string} */
    readonly TokenOrigin: 'issued' | 'own' | 'device';
    /** @enum {string} */
    readonly TokenRole: 'admin' | 'engineer' | 'operator' | 'approver' | 'customer' | 'inbound';
    /** @enum {string} */
    readonly UndoItem: 'notice' | 'statuspage' | 'slack' | 'webhooks' | 'silences';
    /** @enum {string} */
    readonly UndoState: 'under-way' | 'failed' | 'done' | 'written-off';
    readonly UntoldCustomer: {
      readonly organization: string;
      readonly name: string;
      readonly reason: components['schemas']['UntoldReason'];
      /** @description the reason in words */
      readonly text: string;
    };
    /** @enum {string} */
    readonly UntoldReason: 'no-contact' | 'suppressed' | 'opted-out';
    /** @enum {string} */
    readonly ValueSource: 'default' | 'file' | 'environment';
    /** @enum {string} */
    readonly Visibility: 'public' | 'private';
    readonly Webhook: {
      /** Format: int64 */
      readonly id: number;
      /** @description the `webhook-id` of every attempt */
      readonly webhookId: string;
      /** @description the window; null for a test */
      readonly reference: string | null;
      readonly type: components['schemas']['WebhookType'];
      /** @description `failed`: given up after a day; `abandoned`: the endpoint was switched off before it got through */
      readonly state: components['schemas']['WebhookState'];
      /**
       * Format: int32
       * @description attempts of the schedule; those by hand are not counted
       */
      readonly attempts: number;
      readonly nextAttemptAt: string | null;
      readonly lastAttemptAt: string | null;
      /** @description HTTP status of the last answer, null without one */
      readonly lastStatus: number | null;
      /** @description the beginning of the receiver's answer, or why there was none */
      readonly lastAnswer: string | null;
      readonly deliveredAt: string | null;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
    };
    readonly WebhookEndpoint: {
      /** Format: uuid */
      readonly id: string;
      readonly organizationId: string;
      readonly url: string;
      readonly description: string | null;
      /** @description null: everything */
      readonly eventTypes: readonly components['schemas']['SubscribedWebhookType'][] | null;
      readonly state: components['schemas']['WebhookEndpointState'];
      readonly disabledReason: string | null;
      readonly disabledAt: string | null;
      /** @description since when nothing has got through; null while it works */
      readonly failingSince: string | null;
      /** @description until when the secret before the present one signs too */
      readonly previousSecretUntil: string | null;
      /** @description empty for customer tokens */
      readonly createdBy: string;
      /**
       * Format: date-time
       * @example 2026-12-10T01:00:00Z
       */
      readonly createdAt: string;
    };
    /** @enum {string} */
    readonly WebhookEndpointState: 'active' | 'disabled';
    /** @enum {string} */
    readonly WebhookState: 'pending' | 'delivered' | 'failed' | 'abandoned';
    /** @enum {string} */
    readonly WebhookType:
      | 'window.announced'
      | 'window.rescheduled'
      | 'window.changed'
      | 'window.delayed'
      | 'window.started'
      | 'window.updated'
      | 'window.extended'
      | 'window.verifying'
      | 'window.overdue'
      | 'window.completed'
      | 'window.degraded'
      | 'window.recovered'
      | 'window.rolling_back'
      | 'window.rolled_back'
      | 'window.cancelled'
      | 'window.rfo_published'
      | 'window.closed'
      | 'window.all_clear'
      | 'webhook.test';
    /** @enum {string} */
    readonly Weekday: 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';
    /** @enum {string} */
    readonly WindowClass: 'standard' | 'expedited' | 'emergency';
    readonly WindowLinks: {
      readonly self: string;
      /** @description null for a private window, and for one cancelled before it was announced: no page tells of it */
      readonly statusPage: string | null;
      /** @description until then the page answers 404: when the window will be announced; null once it is */
      readonly statusPageFrom: string | null;
      /** @description for staff only */
      readonly temporalUi: string | null;
    };
    /** @enum {string} */
    readonly WindowReason:
      | 'hardware'
      | 'platform-security'
      | 'platform-feature'
      | 'database-security'
      | 'network'
      | 'power'
      | 'performance'
      | 'third-party';
    /** @enum {string} */
    readonly WorkBy: 'customer' | 'window' | 'operator' | 'platform';
    readonly WorkCounts: {
      /** Format: int32 */
      readonly due: number;
      /** Format: int32 */
      readonly claimed: number;
      /** Format: int32 */
      readonly running: number;
      /** Format: int32 */
      readonly done: number;
      /** Format: int32 */
      readonly failed: number;
      /** Format: int32 */
      readonly skipped: number;
      /** Format: int32 */
      readonly unknown: number;
    };
    /** @enum {string} */
    readonly WorkMode: 'automatic' | 'manual';
    readonly WorkOfWindow: {
      /** @description null before the start */
      readonly state: components['schemas']['WorkStanding'] | null;
      /** @description of the resources that the token may see */
      readonly counts: components['schemas']['WorkCounts'];
      /** Format: int32 */
      readonly total: number;
      /** @description until then customers can do it themselves; null when only the window does it */
      readonly selfServiceUntil: string | null;
      /** @description why it does not go on; for staff only */
      readonly because?: string | null;
      /** @description how it is done; for staff only */
      readonly plan?: components['schemas']['WorkPlan'];
    };
    readonly WorkPlan: {
      readonly mode: components['schemas']['WorkMode'];
      readonly executor?: string;
      /** Format: int32 */
      readonly batch: number;
      /** Format: int32 */
      readonly pauseSeconds: number;
      /** Format: int32 */
      readonly canary: number;
      /** Format: int32 */
      readonly canaryPauseSeconds: number;
      /** Format: int32 */
      readonly stopAfterFailures: number;
      /** Format: int32 */
      readonly timeoutSeconds: number;
      /** @description names of environments */
      readonly order: readonly string[];
      readonly selfService: boolean;
      /** Format: int32 */
      readonly lockInMinutes: number;
      readonly workKey?: string;
    };
    /** @enum {string} */
    readonly WorkSkipCause: 'operator' | 'out-of-scope' | 'window-over';
    /** @enum {string} */
    readonly WorkStanding: 'going' | 'waiting' | 'paused' | 'stopped' | 'aborted' | 'finished';
    /** @enum {string} */
    readonly WorkState: 'due' | 'claimed' | 'running' | 'done' | 'failed' | 'skipped' | 'unknown';
    readonly WorkedOnResource: {
      readonly id: string;
      readonly name: string;
      /** @description such as `app` or `database` */
      readonly kind: string;
      /** @description its id */
      readonly environment: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
