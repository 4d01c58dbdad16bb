import { LoginController } from './auth/login.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { FindingsController } from './findings/findings.controller.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { IngestController } from './ingest/ingest.controller.js';
import { ModelsController } from './models/models.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { SummariesController } from './summaries/summaries.controller.js';

/** Every controller of the API: what is not here is neither served nor described. */
export const controllers = [
  LoginController,
  IncidentsController,
  EvidenceController,
  FindingsController,
  ModelsController,
  IngestController,
  SummariesController,
  OpenApiController,
];
