import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';

/** An error as RFC 9457 has it. `detail` says what to do and never quotes what came in. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}

export function problem(status: number, detail?: string): Problem {
  const title = STATUS_CODES[status] ?? 'Error';
  return { type: 'about:blank', title, status, ...(detail !== undefined && { detail }) };
}

/** Ends a request with a problem. */
export class ProblemException extends HttpException {
  constructor(status: number, detail: string) {
    super(problem(status, detail), status);
  }
}
