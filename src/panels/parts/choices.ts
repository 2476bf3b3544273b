/** One of a few alternatives, as a button or a list shows it. */
export interface Option<Value extends string | number> {
  value: Value;
  label: string;
}

/** The alternatives of a record from value to label, in its order. */
export function choices<Value extends string>(labels: Readonly<Record<Value, string>>): Option<Value>[] {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));
}
