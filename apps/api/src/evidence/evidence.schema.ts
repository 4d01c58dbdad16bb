import { z } from 'zod';
import { lineOfText } from '../http/text.schema.js';

export const evidenceParamsSchema = z.object({ id: z.uuid() });

/** What goes into the audit log before anything is shown. */
export const revealRequestSchema = z.object({ reason: lineOfText(10, 500) });

/** An original as it was logged, before masking. Text of a log: show it as text, and keep it nowhere. */
export const revealedSchema = z.object({
  evidenceId: z.uuid(),
  turns: z.array(
    z.object({
      role: z.string(),
      where: z.enum(['user', 'retrieved', 'tool']).nullable(),
      content: z.string(),
    }),
  ),
  /** The whole log as JSON; where a span and its log events were joined, one a part. */
  originals: z.array(z.string()),
});

/** What is stored of an interaction, masked: JSON as it came out of the collector. Text of a log: show it as text. */
export const storedEvidenceSchema = z.object({ evidenceId: z.uuid(), body: z.string() });

export type StoredEvidence = z.infer<typeof storedEvidenceSchema>;
export type RevealRequest = z.infer<typeof revealRequestSchema>;
export type Revealed = z.infer<typeof revealedSchema>;
