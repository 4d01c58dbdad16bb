import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { OtlpForwarder, type OtlpSignal } from './otlp-forwarder.js';

/**
 * OTLP/HTTP (https://opentelemetry.io/docs/specs/otlp/#otlphttp): spans and logs in protobuf or JSON, gzip or not.
 * It answers 200 once Kafka has them, in the encoding of the request.
 */
@Controller('v1')
export class OtlpController {
  constructor(@Inject(OtlpForwarder) private readonly forwarder: OtlpForwarder) {}

  @Post('traces')
  @HttpCode(200)
  traces(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.#take('traces', request, response);
  }

  @Post('logs')
  @HttpCode(200)
  logs(@Req() request: Request, @Res() response: Response): Promise<void> {
    return this.#take('logs', request, response);
  }

  async #take(signal: OtlpSignal, request: Request, response: Response): Promise<void> {
    const body: unknown = request.body;
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    await this.forwarder.forward(signal, bytes, request.headers);
    response.status(200).type(OtlpForwarder.encodingOf(request.headers)).send(emptyResponse(request.headers));
  }
}

/** An export response without a partial success: no field is set. */
function emptyResponse(headers: Request['headers']): Buffer {
  return OtlpForwarder.encodingOf(headers) === 'application/json' ? Buffer.from('{}') : Buffer.alloc(0);
}
