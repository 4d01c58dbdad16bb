const roles = {
  viewer: 'viewer: summaries, models, incidents without text',
  analyst: 'analyst: masked text, acts on incidents, silences',
  lead: 'lead: originals, suppressions, rules',
  admin: 'admin: people, tokens, receivers',
} as const;
export type RoleName = keyof typeof roles;

interface RoleFieldProps<More extends string> {
  readonly value: RoleName | More;
  /** What else can be chosen, with its words; stands first. */
  readonly more?: Readonly<Record<More, string>>;
  readonly onChange: (role: RoleName | More) => void;
}

/** Which role somebody has, with what each may. */
export function RoleField<More extends string = never>({ value, more, onChange }: RoleFieldProps<More>) {
  return (
    <label className="block">
      Role
      <select value={value} onChange={({ target }) => onChange(target.value as RoleName | More)}>
        {Object.entries<string>({ ...more, ...roles }).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}
