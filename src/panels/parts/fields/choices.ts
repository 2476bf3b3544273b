/** One of a few alternatives, with the label that a button or a list shows. */
export interface Option<Value extends string | number> {
  value: Value;
  label: string;
}

/** Alternatives from a record of labels by value, in its order. */
export function choices<Value extends string>(labels: Readonly<Record<Value, string>>): Option<Value>[] {
  return (Object.entries(labels) as [Value, string][]).map(([value, label]) => ({ value, label }));
}
