interface TextFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly least?: number;
  readonly most?: number;
  readonly pattern?: string;
  /** False: it may stay empty. */
  readonly required?: boolean;
}

/** One line that somebody writes, under its name. */
export function TextField({
  label,
  value,
  onChange,
  least,
  most = 200,
  pattern,
  required = true,
}: TextFieldProps) {
  return (
    <label className="block">
      {label}
      <input
        value={value}
        minLength={least}
        maxLength={most}
        pattern={pattern}
        onChange={({ target }) => onChange(target.value)}
        autoComplete="off"
        required={required}
      />
    </label>
  );
}
