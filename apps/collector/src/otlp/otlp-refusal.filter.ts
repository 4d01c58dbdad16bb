import { describeError } from '#kernel';
import { type Logger, metrics } from '#telemetry';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Request, Response } from 'express';
import protobuf from 'protobufjs';
import { OtlpForwarder } from './otlp-forwarder.js';

/** https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto */
const status = new protobuf.Type('Status')
  .add(new protobuf.Field('code', 1, 'int32'))
  .add(new protobuf.Field('message', 2, 'string'));
/** https://grpc.io/docs/guides/status-codes/ */
const grpcCodes: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  404: 5,
  413: 8,
  415: 3,
  429: 8,
  503: 14,
};
const retryAfterSeconds: Readonly<Record<number, string>> = { 429: '1', 503: '5' };

/** Answers every error as OTLP asks for it: a `google.rpc.Status` in the encoding of the request. */
@Catch()
export class OtlpRefusalFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { code, message } = this.#answerOf(error);
    const { headers } = http.getRequest<Request>();
    const response = http.getResponse<Response>();
    metrics.otlpRequests.add(1, { status: code });
    const retryAfter = retryAfterSeconds[code];
    if (retryAfter !== undefined) response.setHeader('retry-after', retryAfter);
    const body = { code: grpcCodes[code] ?? 2, message };
    const encoding = OtlpForwarder.encodingOf(headers);
    response.status(code).type(encoding);
    response.send(
      encoding === 'application/json' ? JSON.stringify(body) : Buffer.from(status.encode(body).finish()),
    );
  }

  #answerOf(error: unknown): { readonly code: number; readonly message: string } {
    if (error instanceof HttpException) return { code: error.getStatus(), message: error.message };
    // Errors of the body parser: too large, not gzip, an encoding that nobody knows, a connection that ended early.
    const { status: code, type } = error as { readonly status?: unknown; readonly type?: unknown };
    if (typeof code === 'number' && code >= 400 && code < 500) {
      return { code, message: `The body was not taken: ${typeof type === 'string' ? type : 'malformed'}` };
    }
    this.logger.error({ error: describeError(error) }, 'an OTLP request failed');
    return { code: 500, message: 'The collector failed on it' };
  }
}
