/** A mean of independent values. */
export interface Mean {
  mean: number;
  /** Its standard error: the standard deviation over the square root of the count; 0 for fewer than two values. */
  error: number;
  count: number;
}

export function meanOf(values: readonly number[]): Mean {
  const count = values.length;
  if (count === 0) return { mean: 0, error: 0, count };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count === 1) return { mean, error: 0, count };
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (count - 1) / count), count };
}
