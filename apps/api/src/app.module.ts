import { type Database, DatabaseModule, databaseToken } from '#database';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { openKeyStore } from '#keys';
import { AuditStore } from './audit/audit.store.js';
import { AuthGuard } from './auth/auth.guard.js';
import { publicUrlToken } from './auth/login.controller.js';
import { LoginStore } from './auth/login.store.js';
import type { ApiConfig } from './config.js';
import { controllers } from './controllers.js';
import { RevealService } from './evidence/reveal.service.js';
import { SealedEvidenceQuery } from './evidence/sealed-evidence.query.js';
import { FindingsQuery } from './findings/findings.query.js';
import { IncidentDetailQuery } from './incidents/incident-detail.query.js';
import { IncidentsQuery } from './incidents/incidents.query.js';
import { DeadLettersQuery } from './ingest/dead-letters.query.js';
import { ModelsQuery } from './models/models.query.js';
import { buildOpenApi } from './openapi/build-openapi.js';
import { openApiToken } from './openapi/openapi.controller.js';
import { SummariesQuery } from './summaries/summaries.query.js';

const name = 'tunewarden-api';

class ApiModule {}

/** The wiring of the API. */
export function createApiModule({ config, telemetry }: AppParts<ApiConfig>): DynamicModule {
  return {
    module: ApiModule,
    imports: [
      DatabaseModule.register({ url: config.DATABASE_URL.reveal(), applicationName: name, poolSize: 8 }),
      HealthModule.forDoors(telemetry, { postgres: databaseToken }),
    ],
    controllers,
    providers: [
      ...[
        LoginStore,
        AuditStore,
        SealedEvidenceQuery,
        IncidentsQuery,
        IncidentDetailQuery,
        FindingsQuery,
        ModelsQuery,
        DeadLettersQuery,
      ].map(onDatabase),
      revealProvider(config),
      {
        provide: SummariesQuery,
        inject: [databaseToken],
        useFactory: (database: Database) => new SummariesQuery(database, config.SUMMARY_TIME_ZONE),
      },
      { provide: publicUrlToken, useValue: config.PUBLIC_URL },
      { provide: openApiToken, useFactory: () => buildOpenApi(controllers) },
      {
        provide: APP_GUARD,
        inject: [LoginStore, AuditStore],
        useFactory: (logins: LoginStore, audit: AuditStore) => new AuthGuard(config.API_TOKEN, logins, audit),
      },
    ],
  };
}

/** A provider of a class that needs the database and nothing else. */
function onDatabase(type: new (database: Database) => object): Provider {
  return { provide: type, inject: [databaseToken], useFactory: (database: Database) => new type(database) };
}

function revealProvider(config: ApiConfig): Provider {
  const hasKeys = (config.KEYS_FILE ?? config.VAULT_KEY) !== undefined;
  const keys = hasKeys ? openKeyStore(config) : undefined;
  return {
    provide: RevealService,
    inject: [SealedEvidenceQuery, AuditStore],
    useFactory: (sealed: SealedEvidenceQuery, audit: AuditStore) => new RevealService(sealed, audit, keys),
  };
}
