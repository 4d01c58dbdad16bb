import { TextField } from '../layout/text-field.js';
import { useSession } from './use-session.js';

interface TenantFieldProps {
  readonly tenant: string;
  readonly onChange: (tenant: string) => void;
}

/** Whose incidents are meant; nothing to ask of a login that is of one tenant anyhow. */
export function TenantField({ tenant, onChange }: TenantFieldProps) {
  const { session } = useSession();
  if (session === undefined || session.tenant !== null) return null;
  return <TextField label="Tenant" value={tenant} onChange={onChange} />;
}

/** The one tenant that something is for; empty: all. */
export function OneTenantField({ tenant, onChange }: TenantFieldProps) {
  return <TextField label="Tenant; empty: all" value={tenant} onChange={onChange} required={false} />;
}

/** What an empty field says: every tenant. */
export function tenantOf(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}
