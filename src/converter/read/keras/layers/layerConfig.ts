/** Reads a Keras layer's configuration. */
export type LayerConfig = Readonly<Record<string, unknown>>;

export function number(config: LayerConfig, key: string, fallback: number): number {
  const value = config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
}

/** Reads a list of integers, however deeply nested; a single number is repeated to the length of `fallback`. */
export function numbers(config: LayerConfig, key: string, fallback: readonly number[]): number[] {
  const value = config[key];
  if (typeof value === 'number') return fallback.map(() => value);
  if (!Array.isArray(value)) return [...fallback];
  const list: unknown[] = value.flat(2);
  return list.every((item) => typeof item === 'number' && Number.isInteger(item))
    ? (list as number[])
    : [...fallback];
}

/** Reads a list of any numbers; a single one becomes a list of one. Undefined if it is neither. */
export function realNumbers(value: unknown): number[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value.flat(2) : [value];
  return list.every((item) => typeof item === 'number' && Number.isFinite(item))
    ? (list as number[])
    : undefined;
}

export function string(config: LayerConfig, key: string, fallback: string): string {
  const value = config[key];
  return typeof value === 'string' ? value : fallback;
}

/**
 * Returns whether a type is an integer. Keras 3 stores a type as an object, which separates the type for computing from
 * the type for storage.
 */
export function isWholeType(dtype: unknown): boolean {
  return typeof dtype === 'string' && /^u?int(8|16|32|64)$/.test(dtype);
}

export function channelsFirst(config: LayerConfig): boolean {
  return /^channels_?first$/i.test(string(config, 'data_format', 'channels_last'));
}

/** Resolves an axis that may count from the end. @returns undefined if a tensor of that rank has no such axis. */
export function axisIn(axis: number, rank: number): number | undefined {
  const at = axis < 0 ? axis + rank : axis;
  return Number.isInteger(at) && at >= 0 && at < rank ? at : undefined;
}
