import { HttpException } from '@nestjs/common';

/** Why an export was not taken. 429 and 503 ask the exporter to send it again, 4xx to drop it. */
export class OtlpRefusal extends HttpException {
  constructor(
    status: number,
    readonly reason: string,
  ) {
    super(reason, status);
  }
}
