import { AuditController } from './audit/audit.controller.js';
import { LoginController } from './auth/login.controller.js';
import { OidcController } from './auth/oidc/oidc.controller.js';
import { SessionController } from './auth/session.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { FindingsController } from './findings/findings.controller.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { IngestController } from './ingest/ingest.controller.js';
import { ModelsController } from './models/models.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { PeopleController } from './people/people.controller.js';
import { TokensController } from './tokens/tokens.controller.js';

/** Every controller of the API: what is not here is neither served nor described. */
export const controllers = [
  LoginController,
  SessionController,
  OidcController,
  IncidentsController,
  EvidenceController,
  FindingsController,
  ModelsController,
  IngestController,
  PeopleController,
  TokensController,
  AuditController,
  OpenApiController,
];
