import { headerNames } from '#contracts';
import type { Sql } from '#database';
import { headerBytes } from '#kafka';
import { evidenceIdOf } from './attack-findings.js';
import type { Kept, WhyStored } from './keep-text.js';
import { storedOn } from './stored-on.js';

/** A sample of ordinary traffic is no evidence: nobody has a reason to see who wrote it. */
const isEvidence: ReadonlySet<WhyStored> = new Set<WhyStored>(['flagged', 'context']);

/** Keeps the sealed originals of what is evidence, where the collector sealed them; nobody here can open them. */
export async function insertVaultEntries(tx: Sql, texts: readonly Kept[]): Promise<void> {
  const rows = texts.flatMap((kept) => {
    const sealed = headerBytes(kept.record, headerNames.sealed);
    return sealed === undefined || !isEvidence.has(kept.whyStored) ? [] : [{ ...kept, sealed }];
  });
  if (rows.length === 0) return;
  const column = <T>(of: (row: (typeof rows)[number]) => T): T[] => rows.map(of);
  await tx.rows(
    `INSERT INTO vault_entries (evidence_id, stored_on, tenant, actor, sealed)
     SELECT * FROM unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::bytea[])
     ON CONFLICT DO NOTHING`,
    [
      column(evidenceIdOf),
      column(storedOn),
      column(({ interaction }) => interaction.tenant),
      column(({ interaction }) => interaction.actor ?? null),
      column(({ sealed }) => sealed),
    ],
  );
}
