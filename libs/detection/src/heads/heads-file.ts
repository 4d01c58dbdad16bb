import { createHash } from 'node:crypto';
import { type Result, err, ok } from '#kernel';
import { z } from 'zod';
import { type Calibration, calibratedSides, lengthBounds } from './calibration.js';
import { headNames } from './head-names.js';
import type { HeadWeights } from './head-scorer.js';
import { bucketCount } from './read-chunk.js';
import { stride } from './weigh-text.js';

/** Everything that training makes: the heads of prompts, the head of responses, and what ordinary texts score. */
export interface TrainedHeads {
  readonly prompt: HeadWeights;
  readonly refusal: HeadWeights;
  readonly calibration: Calibration;
}

const magic = 'tunewarden-heads-1\n';
const digestBytes = 32;
const tailSchema = z.object({ start: z.number(), meanExcess: z.number().positive() });
const sideSchema = z.array(z.array(tailSchema).length(headNames.length)).length(lengthBounds.length);
const headerSchema = z.object({
  heads: z.tuple(headNames.map((name) => z.literal(name)) as [z.ZodLiteral, ...z.ZodLiteral[]]),
  buckets: z.literal(bucketCount),
  scales: z.array(z.number()).length(headNames.length),
  biases: z.array(z.number()).length(headNames.length),
  refusal: z.object({ scale: z.number(), bias: z.number() }),
  calibration: z.object({ user: sideSchema, data: sideSchema }),
});

/**
 * The file of trained heads: a line that names the format, a line of JSON with scales, biases and calibration, the
 * 8-bit weights head by head with the refusal head last, and the SHA-256 of all before it.
 */
export function encodeHeads({ prompt, refusal, calibration }: TrainedHeads): Uint8Array {
  const header = {
    heads: headNames,
    buckets: bucketCount,
    scales: prompt.scales,
    biases: prompt.biases,
    refusal: { scale: refusal.scales[0], bias: refusal.biases[0] },
    calibration: Object.fromEntries(calibratedSides.map((side) => [side, calibration[side]])),
  };
  const planes = Buffer.alloc((headNames.length + 1) * bucketCount);
  for (let bucket = 0; bucket < bucketCount; bucket++) {
    headNames.forEach((_, head) => {
      planes.writeInt8(prompt.weights[bucket * stride + head]!, head * bucketCount + bucket);
    });
    planes.writeInt8(refusal.weights[bucket]!, headNames.length * bucketCount + bucket);
  }
  const body = Buffer.concat([Buffer.from(`${magic}${JSON.stringify(header)}\n`), planes]);
  return Buffer.concat([body, digestOf(body)]);
}

/** The heads that a file holds, or what is wrong with it. */
export function decodeHeads(bytes: Uint8Array): Result<TrainedHeads, string> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, magic.length).equals(Buffer.from(magic))) return err('is no file of trained heads');
  const body = file.subarray(0, -digestBytes);
  if (!digestOf(body).equals(file.subarray(-digestBytes))) return err('is damaged: its checksum differs');
  const headerEnd = body.indexOf('\n', magic.length);
  const header = headerSchema.safeParse(JSON.parse(body.toString('utf8', magic.length, headerEnd)));
  if (!header.success) return err('has a header that this version does not read');
  const planes = body.subarray(headerEnd + 1);
  if (planes.length !== (headNames.length + 1) * bucketCount) return err('has too few or too many weights');
  const { scales, biases, refusal, calibration } = header.data;
  return ok({
    prompt: { weights: interleaved(planes), scales, biases },
    refusal: {
      weights: new Int8Array(planes.subarray(headNames.length * bucketCount)),
      scales: [refusal.scale],
      biases: [refusal.bias],
    },
    calibration,
  });
}

function interleaved(planes: Buffer): Int8Array {
  const weights = new Int8Array(bucketCount * stride);
  headNames.forEach((_, head) => {
    for (let bucket = 0; bucket < bucketCount; bucket++) {
      weights[bucket * stride + head] = planes.readInt8(head * bucketCount + bucket);
    }
  });
  return weights;
}

function digestOf(body: Uint8Array): Buffer {
  return createHash('sha256').update(body).digest();
}
