import { AuditController } from './audit/audit.controller.js';
import { LoginController } from './auth/login.controller.js';
import { OidcController } from './auth/oidc/oidc.controller.js';
import { SessionController } from './auth/session.controller.js';
import { BulkJobsController } from './bulk/bulk-jobs.controller.js';
import { DetectorsController } from './detectors/detectors.controller.js';
import { EvidenceController } from './evidence/evidence.controller.js';
import { ExportsController } from './exports/exports.controller.js';
import { FindingsController } from './findings/findings.controller.js';
import { IncidentActionsController } from './incidents/incident-actions.controller.js';
import { IncidentContextController } from './incidents/incident-context.controller.js';
import { IncidentChangesController } from './incidents/incident-changes.controller.js';
import { IncidentGroupsController } from './incidents/incident-groups.controller.js';
import { IncidentsController } from './incidents/incidents.controller.js';
import { IngestController } from './ingest/ingest.controller.js';
import { BaselinesController } from './models/baselines.controller.js';
import { ModelsController } from './models/models.controller.js';
import { LinkedAccountsController } from './inbound/linked-accounts.controller.js';
import { PagerDutyInboundController } from './inbound/pagerduty-inbound.controller.js';
import { SlackInboundController } from './inbound/slack-inbound.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { PeopleController } from './people/people.controller.js';
import { TokensController } from './tokens/tokens.controller.js';
import { RulesController } from './rules/rules.controller.js';
import { ConsoleSettingsController } from './settings/console-settings.controller.js';
import { StatusController } from './status/status.controller.js';
import { SavedViewsController } from './views/saved-views.controller.js';
import { SignalsController } from './signals/signals.controller.js';
import { SummariesController } from './summaries/summaries.controller.js';
import { ReceiversController } from './receivers/receivers.controller.js';
import { RetentionController } from './retention/retention.controller.js';
import { TenantsController } from './tenants/tenants.controller.js';
import { RoutingController } from './routing/routing.controller.js';
import { SilencesController } from './silences/silences.controller.js';
import { ThresholdsController } from './thresholds/thresholds.controller.js';
import { SuppressionsController } from './suppressions/suppressions.controller.js';

/** Every controller of the API: what is not here is neither served nor described. */
export const controllers = [
  LoginController,
  SessionController,
  OidcController,
  ExportsController,
  IncidentsController,
  IncidentActionsController,
  DetectorsController,
  BulkJobsController,
  IncidentContextController,
  IncidentGroupsController,
  IncidentChangesController,
  SavedViewsController,
  SilencesController,
  SuppressionsController,
  RoutingController,
  ReceiversController,
  LinkedAccountsController,
  SlackInboundController,
  PagerDutyInboundController,
  EvidenceController,
  FindingsController,
  SignalsController,
  ModelsController,
  BaselinesController,
  ThresholdsController,
  RulesController,
  IngestController,
  PeopleController,
  TokensController,
  AuditController,
  StatusController,
  TenantsController,
  RetentionController,
  ConsoleSettingsController,
  SummariesController,
  OpenApiController,
];
