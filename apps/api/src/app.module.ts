import { type Database, DatabaseModule, databaseToken } from '#database';
import { type AppParts, HealthModule } from '#telemetry';
import type { DynamicModule, Provider } from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { openKeyStore } from '#keys';
import { authProviders } from './auth/auth-providers.js';
import type { ApiConfig } from './config.js';
import { controllers } from './controllers.js';
import { RevealService } from './evidence/reveal.service.js';
import { SealedEvidenceQuery } from './evidence/sealed-evidence.query.js';
import { FindingsQuery } from './findings/findings.query.js';
import { IdempotencyInterceptor } from './http/idempotency.interceptor.js';
import { IdempotencyStore } from './http/idempotency.store.js';
import { IncidentDetailQuery } from './incidents/incident-detail.query.js';
import { IncidentsQuery } from './incidents/incidents.query.js';
import { DeadLettersQuery } from './ingest/dead-letters.query.js';
import { ModelsQuery } from './models/models.query.js';
import { buildOpenApi } from './openapi/build-openapi.js';
import { openApiToken } from './openapi/openapi.controller.js';
import { PeopleStore } from './people/people.store.js';
import { TokensService } from './tokens/tokens.service.js';

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
        SealedEvidenceQuery,
        IncidentsQuery,
        IncidentDetailQuery,
        FindingsQuery,
        ModelsQuery,
        DeadLettersQuery,
        PeopleStore,
        TokensService,
      ].map(onDatabase),
      revealProvider(config),
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
