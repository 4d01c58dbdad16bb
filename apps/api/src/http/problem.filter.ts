import { AppError, describeError } from '#kernel';
import type { Logger } from '#telemetry';
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import type { Response } from 'express';
import { type Problem, ProblemException, problem } from './problem.js';

/** Answers every error as a problem; what nobody expected is logged, and says nothing of the inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const answer = this.#problemOf(error);
    const response = host.switchToHttp().getResponse<Response>();
    if (answer.status === 503) response.setHeader('retry-after', '5');
    response.status(answer.status).type('application/problem+json').send(JSON.stringify(answer));
  }

  #problemOf(error: unknown): Problem {
    if (error instanceof ProblemException) return error.getResponse() as Problem;
    if (error instanceof HttpException) return problem(error.getStatus());
    const status = clientErrorStatus(error);
    if (status !== undefined) return problem(status);
    if (error instanceof AppError && error.retriable)
      return problem(503, 'The database does not answer; try again');
    this.logger.error({ error: describeError(error) }, 'a request failed');
    return problem(500);
  }
}

/** Errors of the HTTP library itself: a body that is too large or malformed, a path that cannot be decoded. */
function clientErrorStatus(error: unknown): number | undefined {
  const { status } = error as { readonly status?: unknown };
  return typeof status === 'number' && status >= 400 && status < 500 ? status : undefined;
}
