import { type Database, DatabaseModule, databaseToken } from '#database';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { type Clock, systemClock } from '#kernel';
import { openKeyStore } from '#keys';
import { authProviders } from './auth/auth-providers.js';
import { BulkJobsStore } from './bulk/bulk-jobs.store.js';
import { BulkWorker } from './bulk/bulk.worker.js';
import type { ApiConfig } from './config.js';
import { inboundProviders } from './inbound/inbound-providers.js';
import { controllers } from './controllers.js';
import { DetectorsQuery } from './detectors/detectors.query.js';
import { RevealService } from './evidence/reveal.service.js';
import { StoredEvidenceQuery } from './evidence/stored-evidence.query.js';
import { SealedEvidenceQuery } from './evidence/sealed-evidence.query.js';
import { FindingsQuery } from './findings/findings.query.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { IdempotencyStore } from './http/idempotency.store.js';
import { IncidentActions } from './incidents/incident-actions.service.js';
import { IncidentContextQuery } from './incidents/incident-context.query.js';
import { IncidentDetailQuery } from './incidents/incident-detail.query.js';
import { IncidentChanges } from './incidents/incident-changes.js';
import { IncidentGroupsQueries } from './incidents/incident-groups.query.js';
import { IncidentsQuery } from './incidents/incidents.query.js';
import { DeadLettersQuery } from './ingest/dead-letters.query.js';
import { BaselineService } from './models/baseline.service.js';
import { ExemplarsQuery } from './models/exemplars.query.js';
import { BaseComparisonQuery } from './models/base-comparison.query.js';
import { ModelSeriesQuery } from './models/model-series.query.js';
import { ModelsQuery } from './models/models.query.js';
import { ProbesQuery } from './models/probes.query.js';
import { buildOpenApi } from './openapi/build-openapi.js';
import { openApiToken } from './openapi/openapi.controller.js';
import { PeopleStore } from './people/people.store.js';
import { TokensService } from './tokens/tokens.service.js';
import { loadCatalogue } from './rules/load-catalogue.js';
import { RulesQuery } from './rules/rules.query.js';
import { traceUrlToken } from './settings/console-settings.controller.js';
import { StatusQuery } from './status/status.query.js';
import { SavedViewsStore } from './views/saved-views.store.js';
import { SignalsQuery } from './signals/signals.query.js';
import { SummariesQuery } from './summaries/summaries.query.js';
import { ReceiverTestsStore } from './receivers/receiver-tests.store.js';
import { ReceiversQuery } from './receivers/receivers.query.js';
import { HoldsService } from './retention/holds.service.js';
import { RetentionQuery } from './retention/retention.query.js';
import { RoutingService } from './routing/routing.service.js';
import { SilencesService } from './silences/silences.service.js';
import { TenantsQuery } from './tenants/tenants.query.js';
import { ThresholdsService } from './thresholds/thresholds.service.js';
import { SuppressionsService } from './suppressions/suppressions.service.js';

const name = 'tunewarden-api';

/** What needs the database and nothing else. */
const ofDatabase = [
  SealedEvidenceQuery,
  IncidentsQuery,
  IncidentDetailQuery,
  StoredEvidenceQuery,
  IncidentContextQuery,
  IncidentGroupsQueries,
  IncidentChanges,
  SavedViewsStore,
  FindingsQuery,
  SignalsQuery,
  ModelsQuery,
  BaselineService,
  ModelSeriesQuery,
  BaseComparisonQuery,
  StatusQuery,
  DeadLettersQuery,
  DetectorsQuery,
  RoutingService,
  ReceiversQuery,
  ReceiverTestsStore,
  HoldsService,
  PeopleStore,
  TokensService,
  BulkJobsStore,
  ProbesQuery,
];

const actionProviders: Provider[] = [
  {
    provide: IncidentActions,
    inject: [databaseToken],
    useFactory: (database: Database) => new IncidentActions(database, systemClock),
  },
  {
    provide: BulkWorker,
    inject: [BulkJobsStore, IncidentActions],
    useFactory: (jobs: BulkJobsStore, actions: IncidentActions) => new BulkWorker(jobs, actions),
  },
];

class ApiModule {}

/** The wiring of the API. */
export function createApiModule({ config, logger, telemetry }: AppParts<ApiConfig>): DynamicModule {
  return {
    module: ApiModule,
    imports: [
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 8 }),
      HealthModule.forDoors(telemetry, { postgres: databaseToken }),
    ],
    controllers,
    providers: [
      ...ofDatabase.map(onDatabase),
      ...actionProviders,
      ...[SilencesService, SuppressionsService, ThresholdsService, ExemplarsQuery, RetentionQuery].map(
        onDatabaseAndClock,
      ),
      ...inboundProviders(config, logger),
      revealProvider(config),
      tenantsProvider(config),
      {
        provide: SummariesQuery,
        inject: [databaseToken],
        useFactory: (database: Database) => new SummariesQuery(database, config.SUMMARY_TIME_ZONE),
      },
      {
        provide: RulesQuery,
        inject: [databaseToken],
        useFactory: async (database: Database) =>
          new RulesQuery(database, await loadCatalogue(config.RULES_DIR)),
      },
      { provide: traceUrlToken, useValue: config.TRACE_URL ?? null },
      { provide: openApiToken, useFactory: () => buildOpenApi(controllers) },
      ...authProviders(config),
      {
        provide: APP_INTERCEPTOR,
        inject: [databaseToken],
        useFactory: (database: Database) => new IdempotencyInterceptor(new IdempotencyStore(database)),
      },
    ],
  };
}

/** A provider of a class that needs the database and nothing else. */
function onDatabase(type: new (database: Database) => object): Provider {
  return { provide: type, inject: [databaseToken], useFactory: (database: Database) => new type(database) };
}

/** A provider of a class that needs to know the time, too. */
function onDatabaseAndClock(type: new (database: Database, clock: Clock) => object): Provider {
  return {
    provide: type,
    inject: [databaseToken],
    useFactory: (database: Database) => new type(database, systemClock),
  };
}

function tenantsProvider({ KEYS_FILE: keysFile }: ApiConfig): Provider {
  return {
    provide: TenantsQuery,
    inject: [databaseToken],
    useFactory: (database: Database) => new TenantsQuery(database, keysFile),
  };
}

function revealProvider(config: ApiConfig): Provider {
  const hasKeys = (config.KEYS_FILE ?? config.VAULT_KEY) !== undefined;
  const keys = hasKeys ? openKeyStore(config) : undefined;
  return {
    provide: RevealService,
    inject: [SealedEvidenceQuery, databaseToken],
    useFactory: (sealed: SealedEvidenceQuery, database: Database) =>
      new RevealService(sealed, database, keys),
  };
}
