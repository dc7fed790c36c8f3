import { DocumentStore, EventStore } from '#libs/event-store';
import { ReadModels } from '#libs/read-models';
import { SealedLog } from '#libs/transparency';
import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Pool } from 'pg';
import { ApiKeys } from './access/api-keys.ts';
import { Credentials } from './access/credentials.ts';
import { KeysController } from './access/keys.controller.ts';
import { ReadLog } from './access/read-log.ts';
import { ReadsController } from './access/reads.controller.ts';
import { OidcTokens } from './access/oidc-tokens.ts';
import { ChangePages } from './changes/change-pages.ts';
import { ChangeWatch } from './changes/change-watch.ts';
import { ChangesController } from './changes/changes.controller.ts';
import { NumberedChanges } from './changes/numbered-changes.ts';
import { AsyncApiController } from './asyncapi/asyncapi.controller.ts';
import { AnchorCheck } from './commands/anchor-check.ts';
import { KnownStreams } from './commands/known-streams.ts';
import { ItemsController } from './commands/items.controller.ts';
import { RecordFactsHandler } from './commands/record-facts.handler.ts';
import { RecordingDoor } from './commands/recording-door.ts';
import { RecordsController } from './commands/records.controller.ts';
import { type ApiConfig } from './config.ts';
import { DocumentTexts } from './documents/document-texts.ts';
import { DocumentsController } from './documents/documents.controller.ts';
import { EventsController } from './events/events.controller.ts';
import { ConcerningEvents } from './events/concerning-events.ts';
import { EventPages } from './events/event-pages.ts';
import { HeadWatch } from './events/head-watch.ts';
import { RecordedEvents } from './events/recorded-events.ts';
import { PUBLIC_URL } from './feeds/base-address.ts';
import { CalendarController } from './feeds/calendar.controller.ts';
import { FeedsController } from './feeds/feeds.controller.ts';
import { Renderings } from './feeds/renderings.ts';
import { HealthController } from './health/health.controller.ts';
import { Metrics } from './health/metrics.ts';
import { LedgerId } from './ledger-id.ts';
import { EventProofController } from './log/event-proof.controller.ts';
import { LogController } from './log/log.controller.ts';
import { LogStanding } from './log/log-standing.ts';
import { PublishedLog } from './log/published-log.ts';
import { LintController } from './lint/lint.controller.ts';
import { CANDIDATES } from './lint/candidates.ts';
import { DEFAULT_PATIENCE_MS, LINT_PATIENCE_MS, Linter } from './lint/linter.ts';
import { OpenApi, OpenApiController } from './openapi/openapi.controller.ts';
import { ProblemsController } from './problems/problems.controller.ts';
import { ProjectionsController } from './projections/projections.controller.ts';
import { candidatesIn } from './queries/candidates.ts';
import { CommitmentsController } from './queries/commitments.controller.ts';
import { Moment, PATIENCE_MS } from './queries/moment.ts';
import { Passages } from './queries/passages.ts';
import { QuestionsController } from './queries/questions.controller.ts';
import { SumsController } from './queries/sums.controller.ts';
import { REPORT_LIMITS, REPORT_SETTINGS, Reports } from './reports/reports.ts';
import { ReportsController } from './reports/reports.controller.ts';
import { SchemasController } from './schemas/schemas.controller.ts';
import { DeliveriesController } from './subscriptions/deliveries.controller.ts';
import { Deliveries } from './subscriptions/deliveries.ts';
import { Keeping } from './subscriptions/keeping.ts';
import { ADDRESS_RULES, SubscriptionsController } from './subscriptions/subscriptions.controller.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';
import { STREAM_LIMITS } from './stream/stream-limits.ts';
import { LIMITS, Streams } from './stream/streams.ts';

/** Every door there is to knock at. */
const CONTROLLERS = [
  RecordsController,
  ItemsController,
  LintController,
  DocumentsController,
  CommitmentsController,
  QuestionsController,
  SumsController,
  EventsController,
  EventProofController,
  LogController,
  ChangesController,
  FeedsController,
  CalendarController,
  SubscriptionsController,
  DeliveriesController,
  ReportsController,
  ProjectionsController,
  KeysController,
  ReadsController,
  ProblemsController,
  HealthController,
  OpenApiController,
  SchemasController,
  AsyncApiController,
];

/** The door and everything behind it that is not the database. */
@Module({})
export class ApiModule {
  static with(config: ApiConfig, pool: Pool, store: EventStore, readModels: ReadModels): DynamicModule {
    const tokens = config.oidc && new OidcTokens(config.oidc);
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot()],
      controllers: CONTROLLERS,
      providers: [
        { provide: Pool, useValue: pool },
        { provide: ReadModels, useValue: readModels },
        { provide: PUBLIC_URL, useValue: config.publicUrl },
        Renderings,
        { provide: PATIENCE_MS, useValue: config.patienceMs },
        { provide: CANDIDATES, useFactory: candidatesIn, inject: [ReadModels] },
        { provide: LINT_PATIENCE_MS, useValue: config.lintPatienceMs ?? DEFAULT_PATIENCE_MS },
        { provide: EventStore, useValue: store },
        { provide: DocumentStore, useFactory: () => new DocumentStore(pool) },
        {
          provide: Credentials,
          useFactory: (keys: ApiKeys) => new Credentials(config.adminKey, keys, tokens),
          inject: [ApiKeys],
        },
        { provide: SealedLog, useFactory: () => new SealedLog(pool) },
        PublishedLog,
        LogStanding,
        ApiKeys,
        ReadLog,
        LedgerId,
        Moment,
        Passages,
        Metrics,
        OpenApi,
        HeadWatch,
        EventPages,
        ChangeWatch,
        ChangePages,
        NumberedChanges,
        { provide: LIMITS, useValue: { ...STREAM_LIMITS, ...config.streams } },
        Streams,
        { provide: ADDRESS_RULES, useValue: config.webhooks ?? {} },
        Subscriptions,
        Keeping,
        Deliveries,
        {
          provide: REPORT_SETTINGS,
          useValue: { ...REPORT_LIMITS, ...config.reports, databaseUrl: config.databaseUrl },
        },
        Reports,
        RecordedEvents,
        ConcerningEvents,
        DocumentTexts,
        AnchorCheck,
        KnownStreams,
        Linter,
        RecordingDoor,
        RecordFactsHandler,
      ],
    };
  }
}
