/** Finds the latent among a graph's inputs. */
import { ZscapeError } from '../../base/errors.ts';
import type { GraphInput } from '../graph/graph.ts';
import { inputText, isNamed, listed } from './describe.ts';
import { soundsLikeLatent } from './names.ts';

export interface LatentInput {
  readonly input: GraphInput;
  /** Sizes of one latent, without the batch. */
  readonly sizes: readonly number[];
  /** Whether another input could equally be meant. */
  readonly guessed: boolean;
}

/** Checks the properties of every known kind of latent: floats of known sizes, for a batch of any size or of one. */
export function asLatent(input: GraphInput): LatentInput | undefined {
  const [batch, ...sizes] = input.shape ?? [];
  const fits = (batch === -1 || batch === 1) && sizes.length > 0 && sizes.every((size) => size >= 1);
  return fits && input.dtype.includes('float') ? { input, sizes, guessed: false } : undefined;
}

/**
 * Chooses the requested input. Otherwise, of those that could be latents: the only one; the only one named like one (`z`,
 * `latent`, `noise`); the first vector of more than one number.
 * @param inputs those that the picture needs and that are not bound, in the order of the signature.
 * @param classes inputs that are surely a class. They are chosen only if nothing else remains.
 * @throws SIGNATURE_UNUSABLE, listing all inputs.
 */
export function latentInput(
  inputs: readonly GraphInput[],
  classes: ReadonlySet<GraphInput>,
  wish: string | undefined,
): LatentInput {
  if (wish !== undefined) {
    const asked = inputs.find(({ key, node }) => isNamed(wish, key, node));
    const latent = asked && asLatent(asked);
    const picksRow = asked && classes.has(asked) && latent?.sizes.every((size) => size === 1);
    if (latent !== undefined && !picksRow) return latent;
    throw unusable(
      inputs,
      asked === undefined
        ? `There is no input "${wish}" that the picture depends on`
        : `The input ${inputText(asked)} is not a batch of latent vectors`,
    );
  }
  const possible = inputs.flatMap((input) => asLatent(input) ?? []);
  const likely = possible.filter(({ input }) => !classes.has(input));
  const candidates = likely.length > 0 ? likely : possible;
  const [only, ...more] = candidates;
  if (only === undefined)
    throw unusable(inputs, 'A generator takes a batch of latent vectors, float32 [n, size]');
  if (more.length === 0) return only;
  const vectors = candidates.filter(({ sizes }) => isVector(sizes));
  const named = vectors.filter(({ input }) => soundsLikeLatent(input));
  if (named.length === 1) return named[0]!;
  return { ...(named[0] ?? vectors[0] ?? only), guessed: true };
}

/** Returns whether one of the inputs is a vector, as nearly all latents are. */
export function hasVector(inputs: readonly GraphInput[]): boolean {
  return inputs.some((input) => isVector(asLatent(input)?.sizes ?? []));
}

function isVector(sizes: readonly number[]): boolean {
  return sizes.filter((size) => size > 1).length === 1;
}

function unusable(inputs: readonly GraphInput[], what: string): ZscapeError {
  return new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `${what}; this signature takes ${listed(inputs.map(inputText)) || 'nothing'}.`,
  );
}
