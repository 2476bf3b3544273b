import { stridesOf } from '../graph/value.ts';

/** Returns the shape that two shapes broadcast to (NumPy's rule), or undefined if they do not fit. */
export function broadcastShapes(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 0; i < rank; i++) {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape[i] = x === 1 ? y : x;
  }
  return shape;
}

/** Returns strides for reading a tensor of `shape` as one of `target`: zero along the repeated axes. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): number[] {
  const strides = stridesOf(shape);
  const shift = target.length - shape.length;
  return target.map((_, axis) => {
    const own = axis - shift;
    return own < 0 || shape[own] === 1 ? 0 : strides[own]!;
  });
}
