/**
 * The class of a latent in a link, after its code: `@3` is class 3, `@3:7500@5:2500` is three quarters class 3 and a
 * quarter class 5, in ten-thousandths, and no code means the first class. `encodeClass` and `decodeClass` are reverses,
 * up to that rounding.
 */
import { ZscapeError } from '../../base/errors.ts';
import { type ClassTail, classShares, tailOfClass, tailOfShares } from '../../latent/point/classTail.ts';
import { spaceOf } from '../../store/select/space.ts';
import type { Model } from '../../store/state/state.ts';

const steps = 1e4;
/** A blend of more classes than this is written without its smallest shares. */
const mostClasses = 16;

/** Encodes a class. @param tail of a point of these classes */
export function encodeClass(classes: ClassTail, tail: Float32Array): string {
  const shares = classShares(classes, tail)
    .map(({ index, share }) => ({ index, weight: Math.round(share * steps) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .slice(0, mostClasses);
  const [first] = shares;
  if (shares.length === 1) return first!.index === 0 ? '' : `@${first!.index}`;
  return shares.map(({ index, weight }) => `@${index}:${weight}`).join('');
}

/**
 * The meaning of a class code for a model: the tail (null for a model without classes), and a sentence about the fault of
 * the code, if it has one.
 */
interface DecodedClass {
  tail: Float32Array | null;
  strange?: ZscapeError;
}

/**
 * Decodes a class. If the model does not have it, the first one takes its place, and the sentence says so.
 * @param codes the parts after each `@`
 * @returns null for codes that no page writes
 */
export function decodeClass(model: Model, codes: readonly string[]): DecodedClass | null {
  const { classes } = spaceOf(model);
  const shares = codes.map((code) => {
    const [, index, weight = String(steps)] = /^(\d{1,9})(?::(\d{1,5}))?$/.exec(code) ?? [];
    return { index: Number(index), share: Number(weight) / steps };
  });
  if (codes.length > mostClasses || !shares.every(({ index, share }) => index >= 0 && share > 0)) return null;
  const missing = shares.find(({ index }) => index >= (classes?.count ?? 0));
  if (missing) {
    const has = classes
      ? `has the classes 0 to ${classes.count - 1}; class 0 is shown instead`
      : 'has no classes; the face is shown without one';
    return {
      tail: classes ? tailOfClass(classes, 0) : null,
      strange: new ZscapeError(
        'LINK_INVALID',
        `This link asks for class ${missing.index}, and ${model.title} ${has}. Was it made with another model?`,
      ),
    };
  }
  if (!classes) return { tail: null };
  return { tail: shares.length === 0 ? tailOfClass(classes, 0) : tailOfShares(classes, shares) };
}
