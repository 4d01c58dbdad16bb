import { type AttackFinding, campaignFingerprint } from '#contracts';
import { type Campaign, addToClusters, describeCampaign } from '#correlation';
import { taxonomyOf } from '#detection';
import { type Database, type Sql, insertFindings } from '#database';
import { minuteMs } from '#drift';
import type { KafkaDoor } from '#kafka';
import { deterministicUuid } from '#kernel';
import { withSpan } from '#telemetry';
import { leastWatermarkMs } from '../drift/drift.store.js';
import { type ClaimedTenant, claimTenant, modelOf, saveClusters, takeAsks } from './campaign.store.js';

/** So many asks are compared in one transaction. */
const asksOfAFold = 2_000;

/**
 * Looks for one attack by many actors, over all partitions: flagged asks are compared in the order of their closed
 * minutes, a tenant at a time, by as many workers as there are.
 */
export class CampaignWorker {
  constructor(
    private readonly database: Database,
    private readonly kafka: KafkaDoor,
    private readonly topic: string,
  ) {}

  /** Compares everything that is due. A minute is closed when every partition has been read beyond it. */
  async run(): Promise<void> {
    const partitions = (await this.kafka.offsets(this.topic)).length;
    const watermarkMs = await leastWatermarkMs(this.database, this.topic, partitions);
    if (watermarkMs === undefined) return;
    const beforeMs = Math.floor(watermarkMs / minuteMs) * minuteMs;
    while (await this.database.transaction((tx) => foldOne(tx, beforeMs)));
  }
}

/** False where no tenant's asks wait. */
async function foldOne(tx: Sql, beforeMs: number): Promise<boolean> {
  const claimed = await claimTenant(tx, beforeMs);
  if (claimed === undefined) return false;
  let { clusters } = claimed;
  for (const ask of await takeAsks(tx, claimed, { beforeMs, limit: asksOfAFold })) {
    const added = addToClusters(clusters, ask);
    clusters = added.clusters;
    if (added.campaign !== undefined) await raise(tx, claimed, added.campaign);
  }
  await saveClusters(tx, claimed.tenant, clusters);
  return true;
}

async function raise(tx: Sql, { tenant }: ClaimedTenant, campaign: Campaign): Promise<void> {
  const model = await modelOf(tx, campaign.modelKey);
  await withSpan('campaign', {}, ({ traceparent }) =>
    insertFindings(tx, [campaignFinding(tenant, campaign, { model, traceparent })]),
  );
}

/** The finding that a campaign is, stated of the model that was asked last. */
function campaignFinding(
  tenant: string,
  campaign: Campaign,
  stated: Pick<AttackFinding, 'model' | 'traceparent'>,
): AttackFinding {
  const { title, reason, severity, outcome } = describeCampaign(campaign);
  return {
    kind: 'attack',
    findingId: deterministicUuid('finding', 'campaign', campaign.id, campaign.asks),
    tenant,
    severity,
    fingerprint: campaignFingerprint(tenant, campaign.family),
    title,
    reason,
    occurredAtMs: campaign.lastAtMs,
    family: 'campaign',
    outcome,
    taxonomy: taxonomyOf([campaign.family]),
    evidenceIds: [...campaign.members],
    ...stated,
  };
}
