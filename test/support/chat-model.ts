import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cleanUp } from './clean-up.js';

interface ChatRequest {
  readonly model: string;
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** A server of models behind OpenAI's chat API: what each says is `answer`; a number is a status instead. */
export interface ChatModels {
  readonly url: string;
  /** What was asked, "model: last message". */
  readonly asked: string[];
}

export async function startChatModels(
  answer: (model: string, prompt: string) => string | number,
): Promise<ChatModels> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { model, messages } = JSON.parse(Buffer.concat(chunks).toString()) as ChatRequest;
      const prompt = messages.at(-1)?.content ?? '';
      asked.push(`${model}: ${prompt}`);
      const content = answer(model, prompt);
      response.writeHead(typeof content === 'number' ? content : 200, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify({ choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
