/** What a person may say about a model's inputs and outputs, where the graph alone leaves a choice. */

export interface SignatureWishes {
  /** Name of the input that is the latent. */
  readonly latent?: string;
  /** Name of the output that is the picture. */
  readonly output?: string;
  /** Sizes of the picture, in the order of its numbers: [height, width], [height, width, channels] or channels first. */
  readonly image?: readonly number[];
  /** Values of further inputs, by name. One number stands for all of a tensor. */
  readonly bind?: ReadonlyMap<string, readonly number[]>;
  /** What to call the classes, in their order. */
  readonly classNames?: readonly string[];
}
