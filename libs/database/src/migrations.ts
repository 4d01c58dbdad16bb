import { WalkingSkeleton1764000000000 } from '../../../migrations/1764000000000-walking-skeleton.js';
import { Ingest1764300000000 } from '../../../migrations/1764300000000-ingest.js';
import { Storage1764400000000 } from '../../../migrations/1764400000000-storage.js';
import { Routing1764500000000 } from '../../../migrations/1764500000000-routing.js';
import { BaselineOrders1764600000000 } from '../../../migrations/1764600000000-baseline-orders.js';
import { Summary1764610000000 } from '../../../migrations/1764610000000-summary.js';
import { Suppressions1764620000000 } from '../../../migrations/1764620000000-suppressions.js';
import { StoredRouting1764621000000 } from '../../../migrations/1764621000000-stored-routing.js';
import { Inbound1764622000000 } from '../../../migrations/1764622000000-inbound.js';
import { Lanes1764630000000 } from '../../../migrations/1764630000000-lanes.js';
import { Access1764640000000 } from '../../../migrations/1764640000000-access.js';
import { Console1764650000000 } from '../../../migrations/1764650000000-console.js';
import { BulkJobs1764650000001 } from '../../../migrations/1764650000001-bulk-jobs.js';
import { ViewsOfTenants1764651000000 } from '../../../migrations/1764651000000-views-of-tenants.js';
import { Signals1764660000000 } from '../../../migrations/1764660000000-signals.js';
import { Digests1764730000000 } from '../../../migrations/1764730000000-digests.js';
import { PagerDutyStatus1764730000001 } from '../../../migrations/1764730000001-pagerduty-status.js';
import { Api1764750000000 } from '../../../migrations/1764750000000-api.js';
import { Probes1764790000000 } from '../../../migrations/1764790000000-probes.js';
import { BaseComparisons1764795000000 } from '../../../migrations/1764795000000-base-comparisons.js';
import { WhereAsked1764810000000 } from '../../../migrations/1764810000000-where-asked.js';
import { ChangesOfRules1764810000001 } from '../../../migrations/1764810000001-changes-of-rules.js';
import { DriftRecoveries1764820000000 } from '../../../migrations/1764820000000-drift-recoveries.js';

/** Every migration, in the order of their time stamps. */
export const migrations = [
  WalkingSkeleton1764000000000,
  Ingest1764300000000,
  Storage1764400000000,
  Routing1764500000000,
  BaselineOrders1764600000000,
  Summary1764610000000,
  Suppressions1764620000000,
  StoredRouting1764621000000,
  Inbound1764622000000,
  Lanes1764630000000,
  Access1764640000000,
  Console1764650000000,
  BulkJobs1764650000001,
  ViewsOfTenants1764651000000,
  Signals1764660000000,
  Digests1764730000000,
  PagerDutyStatus1764730000001,
  Api1764750000000,
  Probes1764790000000,
  BaseComparisons1764795000000,
  WhereAsked1764810000000,
  ChangesOfRules1764810000001,
  DriftRecoveries1764820000000,
] as const;
