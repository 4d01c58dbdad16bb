import { type Database, databaseToken } from '#database';
import type { Provider } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { ApiConfig } from '../config.js';
import { RateLimits } from '../http/rate-limits.js';
import { AuthGuard } from './auth.guard.js';
import { publicUrlToken } from './login.controller.js';
import { LoginLinksStore } from './login-links.store.js';
import { BrowserCookie } from './browser-cookie.js';
import { SessionsStore } from './sessions.store.js';
import { OidcClient } from './oidc/oidc-client.js';
import { oidcSettings } from './oidc/oidc-config.js';
import { OidcLoginsStore } from './oidc/oidc-logins.store.js';
import { type OidcParts, oidcToken } from './oidc/oidc.controller.js';
import { TokenLogins } from './token-logins.js';

/** Who may come in: links, sessions, tokens, and the guard in front of every route. */
export function authProviders(config: ApiConfig): Provider[] {
  return [
    { provide: publicUrlToken, useValue: config.PUBLIC_URL },
    { provide: BrowserCookie, useFactory: () => new BrowserCookie('session', config.PUBLIC_URL) },
    {
      provide: SessionsStore,
      inject: [databaseToken],
      useFactory: (database: Database) => new SessionsStore(database),
    },
    {
      provide: LoginLinksStore,
      inject: [databaseToken, SessionsStore],
      useFactory: (database: Database, sessions: SessionsStore) => new LoginLinksStore(database, sessions),
    },
    {
      provide: oidcToken,
      inject: [databaseToken, SessionsStore],
      useFactory: (database: Database, sessions: SessionsStore) => oidcParts(config, database, sessions),
    },
    {
      provide: APP_GUARD,
      inject: [databaseToken, SessionsStore, BrowserCookie],
      useFactory: (database: Database, sessions: SessionsStore, cookie: BrowserCookie) =>
        new AuthGuard({
          tokens: new TokenLogins(database, config.API_TOKEN),
          limits: new RateLimits({
            perLogin: config.RATE_LIMIT_PER_MINUTE,
            perAddress: config.LOGIN_RATE_LIMIT_PER_MINUTE,
          }),
          publicUrl: config.PUBLIC_URL,
          ...{ database, sessions, cookie },
        }),
    },
  ];
}

function oidcParts(config: ApiConfig, database: Database, sessions: SessionsStore): OidcParts | undefined {
  const settings = oidcSettings(config);
  return (
    settings && {
      settings,
      client: new OidcClient(settings),
      logins: new OidcLoginsStore(database, sessions),
      cookie: new BrowserCookie('login', config.PUBLIC_URL),
    }
  );
}
