import { AppError } from '#kernel';
import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import * as openid from 'openid-client';
import { z } from 'zod';
import { ProblemException } from '../../http/problem.js';
import { Documented } from '../../openapi/documented.js';
import { BrowserCookie } from '../browser-cookie.js';
import { accessOf } from './group-roles.js';
import type { OidcClient, ProvenPerson } from './oidc-client.js';
import type { OidcSettings } from './oidc-config.js';
import type { OidcLoginsStore } from './oidc-logins.store.js';

export const oidcToken = Symbol('oidc');

/** What logging in by an identity provider takes. */
export interface OidcParts {
  readonly settings: OidcSettings;
  readonly client: OidcClient;
  readonly logins: OidcLoginsStore;
  /** Ties a browser to the login that it began. */
  readonly cookie: BrowserCookie;
}

const methodsSchema = z.object({ oidc: z.boolean() });
const refusals = {
  'no role': 'You are known, but none of your groups has a role here: ask an admin of Tunewarden',
  disabled: 'An admin keeps this person out',
} as const;

/** Login by an identity provider: out to it, and back with a code. */
@Controller()
export class OidcController {
  constructor(
    @Inject(oidcToken) private readonly oidc: OidcParts | undefined,
    @Inject(BrowserCookie) private readonly sessionCookie: BrowserCookie,
  ) {}

  @Get('v1/login-methods')
  @Documented({
    summary: 'How people log in: by an identity provider (GET /login/oidc), or by login links alone',
    access: 'anyone',
    response: methodsSchema,
    status: 200,
  })
  methods(): z.infer<typeof methodsSchema> {
    return { oidc: this.oidc !== undefined };
  }

  @Get('login/oidc')
  @Documented({
    summary: 'Sends a browser to the identity provider',
    access: 'anyone',
    status: 303,
    problems: [404, 503],
  })
  async begin(@Res() response: Response): Promise<void> {
    const { client, logins, cookie } = this.#parts();
    const checks = {
      state: openid.randomState(),
      nonce: openid.randomNonce(),
      codeVerifier: openid.randomPKCECodeVerifier(),
    };
    const url = await client.authorizationUrl(checks);
    const { token, expiresAt } = await logins.begin(checks);
    cookie.write(response, token, expiresAt);
    response.redirect(303, url.href);
  }

  @Get('login/oidc/callback')
  @Documented({
    summary: 'Where the identity provider sends a browser back to',
    access: 'anyone',
    status: 303,
    problems: [403, 404, 503],
  })
  async finish(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { settings, logins, cookie } = this.#parts();
    const token = cookie.read(request);
    cookie.clear(response);
    const person = await this.#provenPerson(request, token);
    const access = accessOf(person.groups, settings.roles);
    const session = await logins.enter(person, access, this.sessionCookie.read(request));
    if (!session.ok) throw new ProblemException(403, refusals[session.error]);
    this.sessionCookie.write(response, session.value.token, session.value.expiresAt);
    response.redirect(303, '/incidents');
  }

  async #provenPerson(request: Request, token: string | undefined): Promise<ProvenPerson> {
    const { client, logins } = this.#parts();
    const checks = token === undefined ? undefined : await logins.take(token);
    if (checks === undefined)
      throw new ProblemException(403, 'This browser began no login, or too long ago: begin again');
    try {
      return await client.prove(new URL(request.originalUrl, 'http://any').search, checks);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'oidc.refused') throw error;
      throw new ProblemException(
        403,
        'The identity provider did not let you in, or its answer does not hold',
      );
    }
  }

  #parts(): OidcParts {
    if (this.oidc === undefined)
      throw new ProblemException(404, 'This installation has no identity provider');
    return this.oidc;
  }
}
