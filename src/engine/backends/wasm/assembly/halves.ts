/**
 * Weights as float16, for a layer that only reads them: half the bytes. Moving the bits of a half to their places in a
 * float gives the same number times 2^-112, even for subnormal ones. One factor then corrects all products.
 */
const DOWN: f32 = 1.925929944387236e-34; // 2^-112

/** @param bits HALF_BITS in all lanes. */
@inline
export function lowHalves(eight: v128, bits: v128): v128 {
  return v128.and(i32x4.shl(i32x4.extend_low_i16x8_s(eight), 13), bits);
}

/** @param bits HALF_BITS in all lanes. */
@inline
export function highHalves(eight: v128, bits: v128): v128 {
  return v128.and(i32x4.shl(i32x4.extend_high_i16x8_s(eight), 13), bits);
}

/** Packs eight floats that float16 represents exactly. */
@inline
export function halvesOf(a: v128, b: v128): v128 {
  const low = bitsOf(a);
  const high = bitsOf(b);
  return i8x16.shuffle(low, high, 0, 1, 4, 5, 8, 9, 12, 13, 16, 17, 20, 21, 24, 25, 28, 29);
}

@inline
function bitsOf(x: v128): v128 {
  const sign = v128.and(i32x4.shr_u(x, 16), i32x4.splat(0x8000));
  const rest = i32x4.shr_u(f32x4.mul(f32x4.abs(x), f32x4.splat(DOWN)), 13);
  return v128.or(sign, rest);
}

/** All bits of the lanes whose number is infinite or not a number. */
@inline
export function notFinite(eight: v128): v128 {
  const exponent = i16x8.splat(0x7c00);
  return i16x8.eq(v128.and(eight, exponent), exponent);
}
