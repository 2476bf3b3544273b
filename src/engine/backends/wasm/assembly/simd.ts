/** Short names for SIMD expressions that recur. */

/** a * b + c: fused where the engine has relaxed SIMD. */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/** c - a * b: fused where the engine has relaxed SIMD. */
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_nmadd(a, b, c);
  return f32x4.sub(c, f32x4.mul(a, b));
}

/**
 * One of the constants of `layout.ts`, in all lanes. It is loaded from memory because V8 rebuilds a constant with three
 * instructions at every use, but keeps a loaded value.
 */
@inline
export function number(address: usize): v128 {
  return v128.load_splat<f32>(address);
}

/**
 * x for positive x, slope * x for negative; for any slope. pmin is one instruction, min is many.
 * @param bend the slope less 1. @param zero zero in all lanes, loaded from memory: see `number`.
 */
@inline
export function leaky(x: v128, bend: v128, zero: v128): v128 {
  return madd(bend, f32x4.pmin(x, zero), x);
}

/** The sums of the lanes of four vectors, one a lane. */
@inline
export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 4, 1, 5), v128.shuffle<f32>(a, b, 2, 6, 3, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 4, 1, 5), v128.shuffle<f32>(c, d, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 1, 4, 5), v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
}

/** The vector `k` steps after an address. A step known at compile time becomes part of the instruction. */
@inline
export function get(at: usize, k: usize, step: usize): v128 {
  if (isConstant(step)) return v128.load(at, k * step);
  return v128.load(at + k * step);
}

/** Like `get`, for storing. */
@inline
export function put(to: usize, k: usize, step: usize, value: v128): void {
  if (isConstant(step)) v128.store(to, value, k * step);
  else v128.store(to + k * step, value);
}

/** Like `put`, applying leaky ReLU if this is the last operation on the value. `last` is a compile-time constant. */
@inline
export function putOut(to: usize, k: usize, step: usize, value: v128, last: bool, bend: v128, zero: v128): void {
  if (last) put(to, k, step, leaky(value, bend, zero));
  else put(to, k, step, value);
}
