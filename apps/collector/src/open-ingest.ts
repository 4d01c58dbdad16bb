import { readFileSync } from 'node:fs';
import { type TopicNames, topicNames } from '#contracts';
import type { Format } from '#formats';
import { type KeyStore, openKeyStore } from '#keys';
import { type MaskingOf, compileMaskingPolicy, parseMaskingPolicy } from '#privacy';
import type { CollectorConfig } from './config.js';
import { type IngestPipeline, createIngestPipeline } from './ingest.pipeline.js';
import { loadFormats } from './load-formats.js';
import type { ModelRegistry } from './steps/resolve-model.step.js';
import { type SourceTopics, readSourceTopics } from './source-topics.js';
import { Vault } from './vault.js';

/** What every part of the collector is made of, by its configuration. */
export interface Ingest {
  readonly config: CollectorConfig;
  readonly topics: TopicNames;
  readonly formats: ReadonlyMap<string, Format>;
  readonly sourceTopics: SourceTopics;
  readonly maskingOf: MaskingOf;
  readonly vault: Vault;
}

/** Reads formats, keys and policy. Throws an AppError where one cannot be used: better than at the first message. */
export async function openIngest(config: CollectorConfig): Promise<Ingest> {
  const topics = topicNames(config.TOPIC_PREFIX);
  const formats = await loadFormats(config.MAPPINGS_DIR);
  const sourceTopics = readSourceTopics(config.SOURCE_TOPICS, topics, formats);
  const keys = openKeyStore(config);
  const maskingOf = readMasking(config, keys);
  const vault = new Vault(keys, new Set(config.VAULT_TENANTS));
  return { config, topics, formats, sourceTopics, maskingOf, vault };
}

/** The pipeline of one thread. */
export function pipelineOf(ingest: Ingest, registry: ModelRegistry): IngestPipeline {
  const { config, topics, formats, sourceTopics, maskingOf, vault } = ingest;
  return createIngestPipeline({
    formatOf: (topic, named) => (named === undefined ? sourceTopics.get(topic) : formats.get(named)),
    limits: { maxBytes: config.MAX_MESSAGE_BYTES },
    registry,
    maskingOf,
    vault,
    canaryTopic: topics.canaries,
  });
}

function readMasking(config: CollectorConfig, keys: KeyStore): MaskingOf {
  keys.current('default', 'masking');
  const { MASKING_POLICY_FILE: file } = config;
  const policy = compileMaskingPolicy(
    parseMaskingPolicy(file === undefined ? '' : readFileSync(file, 'utf8')),
  );
  return (tenant) => ({
    key: keys.current(tenant, 'masking').key,
    maskers: policy.maskersFor(tenant),
  });
}
