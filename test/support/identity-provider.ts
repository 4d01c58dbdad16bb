import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { cleanUp } from './clean-up.js';

/** Claims of an ID token. */
export type Claims = Record<string, unknown>;

/** A real OpenID provider on loopback. */
export interface IdentityProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What it says of people, by the name that they log in with. */
  readonly people: Map<string, Claims>;
  /** What an ID token becomes on its way to the client; stays as it is where absent. */
  forge: ((idToken: string) => string) | undefined;
  /** An ID token with these claims, signed with the provider's own key. */
  sign(claims: Claims, header?: object): string;
}

/** Starts a provider with one client, that asks for PKCE; `port` is where the client will listen. */
export async function startIdentityProvider(clientUrl: string): Promise<IdentityProvider> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const server: Server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const clientId = 'tunewarden';
  const clientSecret = 'a secret of the client, 40 characters ok';
  const people = new Map<string, Claims>();
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: [`${clientUrl}/login/oidc/callback`],
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'key', alg: 'RS256', use: 'sig' }],
    },
    claims: { openid: ['sub'], profile: ['name', 'groups'], email: ['email', 'email_verified'] },
    pkce: { required: () => true },
    cookies: { keys: ['only for tests'] },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...people.get(id), sub: id }) }),
  });
  const started: IdentityProvider = {
    ...{ issuer, clientId, clientSecret, people, forge: undefined },
    sign: (claims, header = { alg: 'RS256', kid: 'key' }) => {
      const text = [header, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
      return `${text}.${sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64url')}`;
    },
  };
  provider.use(async (ctx, next) => {
    await next();
    const body = ctx.body as { id_token?: string } | undefined;
    if (started.forge !== undefined && typeof body?.id_token === 'string')
      ctx.body = { ...body, id_token: started.forge(body.id_token) };
  });
  const handle = provider.callback();
  server.on('request', (request, response) => void handle(request, response));
  cleanUp(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  return started;
}
