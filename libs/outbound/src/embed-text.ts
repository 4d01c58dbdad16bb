import { type Result, err, ok } from '#kernel';
import { z } from 'zod';
import { type JsonService, type NoServiceAnswer, askService } from './ask-service.js';

/** An embedding service as OpenAI's API describes it (https://platform.openai.com/docs/api-reference/embeddings). */
export interface EmbeddingService extends JsonService {
  readonly model: string;
}

const answerSchema = z.object({
  data: z.tuple([z.object({ embedding: z.array(z.number()).min(2).max(8_192) })]),
});

/** The embedding of one text by a service, or why there is none; asks once and never throws. */
export async function embedText(
  service: EmbeddingService,
  text: string,
): Promise<Result<readonly number[], NoServiceAnswer['reason']>> {
  const answer = await askService(service, { model: service.model, input: text }, answerSchema);
  return answer.ok ? ok(answer.value.data[0].embedding) : err(answer.error.reason);
}
