import type { Response } from 'express';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { ProblemException } from './problem.js';

/** How many calls a minute this process takes. */
export interface RateLimitSettings {
  /** Of one login. */
  readonly perLogin: number;
  /** Of one address without a login: logging in, and failing to. */
  readonly perAddress: number;
}

/** Counts calls of the last minute. In memory: with several processes each counts its own. */
export class RateLimits {
  readonly #logins: RateLimiterMemory;
  readonly #addresses: RateLimiterMemory;

  constructor({ perLogin, perAddress }: RateLimitSettings) {
    this.#logins = new RateLimiterMemory({ points: perLogin, duration: 60 });
    this.#addresses = new RateLimiterMemory({ points: perAddress, duration: 60 });
  }

  /** Ends the request with 429 where the login has made too many. */
  countLogin(who: string, response: Response): Promise<void> {
    return count(this.#logins, who, response);
  }

  /** Ends the request with 429 where too many came from the address without a login. */
  countAddress(address: string | undefined, response: Response): Promise<void> {
    return count(this.#addresses, address ?? 'unknown', response);
  }
}

async function count(limiter: RateLimiterMemory, key: string, response: Response): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    response.setHeader('retry-after', String(Math.max(1, Math.ceil(refused.msBeforeNext / 1000))));
    throw new ProblemException(429, 'Too many requests: wait as long as Retry-After says');
  }
}
