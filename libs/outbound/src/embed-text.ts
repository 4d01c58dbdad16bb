import { type Result, err, ok } from '#kernel';
import { z } from 'zod';
import { postJson } from './post-json.js';

/** An embedding service as OpenAI's API describes it (https://platform.openai.com/docs/api-reference/embeddings). */
export interface EmbeddingService {
  readonly url: string;
  readonly model: string;
  readonly token?: string | undefined;
  readonly timeoutMs: number;
}

/** Why a text has no embedding. */
type NoEmbedding = 'timeout' | 'network' | 'status' | 'answer';

const answerSchema = z.object({
  data: z.tuple([z.object({ embedding: z.array(z.number()).min(2).max(8_192) })]),
});

/** The embedding of one text by a service, or why there is none; asks once and never throws. */
export async function embedText(
  { url, model, token, timeoutMs }: EmbeddingService,
  text: string,
): Promise<Result<readonly number[], NoEmbedding>> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const answer = await postJson(url, { model, input: text }, { timeoutMs, headers });
  if (!answer.ok) return err(answer.error.reason);
  if (answer.value.status !== 200) return err('status');
  const parsed = answerSchema.safeParse(jsonOf(answer.value.body));
  return parsed.success ? ok(parsed.data.data[0].embedding) : err('answer');
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
