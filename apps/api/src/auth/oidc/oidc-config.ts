import { type Secret, secretSchema } from '#config';
import { z } from 'zod';
import { type GroupRole, parseGroupRoles } from './group-roles.js';

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** What the API is told of the identity provider; nothing of it: people come by login links alone. */
export const oidcConfigShape = {
  OIDC_ISSUER: z
    .url()
    .refine((url) => {
      const { protocol, hostname } = new URL(url);
      return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
    }, 'wants https, but on loopback')
    .optional(),
  OIDC_CLIENT_ID: z.string().min(1).optional(),
  /** Absent: a public client, which PKCE alone protects. */
  OIDC_CLIENT_SECRET: secretSchema.optional(),
  OIDC_SCOPES: z.string().default('openid profile email'),
  OIDC_GROUPS_CLAIM: z.string().default('groups'),
  /** `group=role`, or `group=role@tenant`, with commas. */
  OIDC_ROLES: z
    .string()
    .transform((text, context) => {
      const parsed = parseGroupRoles(text);
      if (parsed === undefined) context.addIssue('wants group=role[@tenant][,group=role…]');
      return parsed ?? [];
    })
    .optional(),
  /** The one algorithm whose signatures of ID tokens are taken. */
  OIDC_ALGORITHM: z.enum(['RS256', 'PS256', 'ES256', 'EdDSA']).default('RS256'),
};

/** How people log in by the identity provider. */
export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly clientSecret: Secret | undefined;
  readonly scopes: string;
  readonly groupsClaim: string;
  readonly roles: readonly GroupRole[];
  readonly algorithm: string;
  /** Where the provider sends browsers back to. */
  readonly callback: URL;
}

/** The variables that go together: whoever sets the issuer sets these. */
export const oidcNeeds = ['OIDC_CLIENT_ID', 'OIDC_ROLES', 'PUBLIC_URL'] as const;

type OidcConfig = z.infer<z.ZodObject<typeof oidcConfigShape>> & { readonly PUBLIC_URL?: string | undefined };

/** The settings that the configuration makes; undefined without an identity provider. */
export function oidcSettings(config: OidcConfig): OidcSettings | undefined {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_ROLES, PUBLIC_URL } = config;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID || !OIDC_ROLES || !PUBLIC_URL) return undefined;
  return {
    issuer: new URL(OIDC_ISSUER),
    clientId: OIDC_CLIENT_ID,
    clientSecret: config.OIDC_CLIENT_SECRET,
    scopes: config.OIDC_SCOPES,
    groupsClaim: config.OIDC_GROUPS_CLAIM,
    roles: OIDC_ROLES,
    algorithm: config.OIDC_ALGORITHM,
    callback: new URL('/login/oidc/callback', PUBLIC_URL),
  };
}
