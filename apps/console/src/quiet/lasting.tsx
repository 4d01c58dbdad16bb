const lengths = [
  [1, '1 hour'],
  [4, '4 hours'],
  [24, '1 day'],
  [168, '7 days'],
  [720, '30 days'],
] as const;
const hourMs = 3_600_000;

interface LastingProps {
  readonly hours: number;
  readonly onChange: (hours: number) => void;
}

/** For how long. */
export function Lasting({ hours, onChange }: LastingProps) {
  return (
    <label className="block">
      For
      <select value={hours} onChange={({ target }) => onChange(Number(target.value))}>
        {lengths.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The instant so many hours from now. */
export function hoursFromNow(hours: number): string {
  return new Date(Date.now() + hours * hourMs).toISOString();
}
