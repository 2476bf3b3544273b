/** The user's choices about a model's inputs and outputs, for cases that the graph leaves open. */

export interface SignatureWishes {
  /** Name of the input that is the latent. */
  readonly latent?: string;
  /** Name of the output that is the picture. */
  readonly output?: string;
  /** Sizes of the picture, in the order of its numbers: [height, width], [height, width, channels] or channels first. */
  readonly image?: readonly number[];
  /** Values of further inputs, by name. A single number fills a whole tensor. */
  readonly bind?: ReadonlyMap<string, readonly number[]>;
  /** Names of the classes, in order. */
  readonly classNames?: readonly string[];
}
