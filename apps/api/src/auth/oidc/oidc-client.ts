import { AppError } from '#kernel';
import * as openid from 'openid-client';
import type { OidcSettings } from './oidc-config.js';

/** What a browser is sent to the provider with, and what its answer must match. */
export interface LoginChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who the provider says it is. */
export interface ProvenPerson {
  readonly issuer: string;
  readonly subject: string;
  readonly name: string;
  readonly email: string | null;
  readonly groups: readonly string[];
}

const timeoutSeconds = 10;

/** Talks to the identity provider: authorization code with PKCE. */
export class OidcClient {
  #found: Promise<openid.Configuration> | undefined;

  constructor(private readonly settings: OidcSettings) {}

  /** Where to send a browser. Throws a retriable AppError where the provider does not answer. */
  async authorizationUrl(checks: LoginChecks): Promise<URL> {
    return openid.buildAuthorizationUrl(await this.#configuration(), {
      redirect_uri: this.settings.callback.href,
      scope: this.settings.scopes,
      code_challenge: await openid.calculatePKCECodeChallenge(checks.codeVerifier),
      code_challenge_method: 'S256',
      state: checks.state,
      nonce: checks.nonce,
    });
  }

  /**
   * Who came back with this query. Issuer, audience, expiry, nonce, state, algorithm and signature of the ID token are
   * checked; throws `oidc.refused` where one does not hold.
   */
  async prove(query: string, checks: LoginChecks): Promise<ProvenPerson> {
    const configuration = await this.#configuration();
    const answer = new URL(this.settings.callback);
    answer.search = query;
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, answer, {
        pkceCodeVerifier: checks.codeVerifier,
        expectedState: checks.state,
        expectedNonce: checks.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims();
      if (claims === undefined) throw new AppError('oidc.refused', 'The provider gave no ID token', false);
      const info =
        claims[this.settings.groupsClaim] === undefined &&
        configuration.serverMetadata().userinfo_endpoint !== undefined
          ? await openid.fetchUserInfo(configuration, tokens.access_token, claims.sub)
          : {};
      return this.#personOf({ ...info, ...claims });
    } catch (cause) {
      throw asAppError(cause);
    }
  }

  #personOf(claims: Record<string, unknown> & { iss: string; sub: string }): ProvenPerson {
    const { iss, sub, name, preferred_username: userName, email, email_verified: isVerified } = claims;
    const address = typeof email === 'string' && isVerified !== false ? oneLine(email) : null;
    const names = [name, userName, address, sub].filter((text) => typeof text === 'string');
    const groups = claims[this.settings.groupsClaim];
    return {
      issuer: iss,
      subject: sub,
      name: oneLine(names[0] ?? sub),
      email: address,
      groups: (Array.isArray(groups) ? groups : [groups]).filter((group) => typeof group === 'string'),
    };
  }

  /** Found once; asked again after it did not answer. */
  #configuration(): Promise<openid.Configuration> {
    this.#found ??= this.#discover().catch((cause: unknown) => {
      this.#found = undefined;
      throw new AppError('oidc.unreachable', 'The identity provider does not answer', true, cause);
    });
    return this.#found;
  }

  #discover(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret, algorithm } = this.settings;
    const isPlain = issuer.protocol === 'http:';
    return openid.discovery(
      issuer,
      clientId,
      { id_token_signed_response_alg: algorithm, [openid.clockTolerance]: 30 },
      clientSecret === undefined ? openid.None() : openid.ClientSecretPost(clientSecret.reveal()),
      {
        timeout: timeoutSeconds,
        execute: [openid.enableNonRepudiationChecks, ...(isPlain ? [openid.allowInsecureRequests] : [])],
      },
    );
  }
}

function asAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const isUnreachable = cause instanceof TypeError || code === 'OAUTH_TIMEOUT' || code === 'OAUTH_ABORT';
  if (isUnreachable)
    return new AppError('oidc.unreachable', 'The identity provider does not answer', true, cause);
  return new AppError('oidc.refused', 'The answer of the identity provider does not hold', false, cause);
}

/** A name as the provider has it, as one line that Postgres takes. */
function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()
    .slice(0, 200);
}
