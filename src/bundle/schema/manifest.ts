/**
 * `zscape.json`: what the explorer needs to know about a converted model besides its TF.js graph model. One schema for
 * the writer (converter) and the reader (page); `docs/bundle-format.md` describes it in prose.
 */
import * as v from 'valibot';
import { ZscapeError } from '../../base/errors.ts';
import {
  allDifferent,
  count,
  description,
  fileName,
  finite,
  interval,
  listOf,
  mostBytes,
  mostFiles,
  mostLatent,
  mostPixels,
  nodeName,
  textOf,
  title,
  webAddress,
} from './limits.ts';
import { classes, faces, latents, spread } from './sampling.ts';

/** The version that this code writes, and the only one that it reads. */
export const BUNDLE_SCHEMA_VERSION = 1;

const pixels = count(mostPixels);
export const bundleIdSchema = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9._-]{0,63}$/, 'lower case letters, digits, . _ -'),
);

const licence = v.object({
  name: textOf(200),
  url: v.optional(webAddress),
  credit: v.optional(textOf(1000)),
});
const source = v.object({ name: textOf(200), url: v.optional(webAddress) });

const latent = v.object({
  /** Dimensions of z. */
  size: count(mostLatent),
  prior: v.picklist(['normal', 'uniform']),
  /** True if the network's first operation is PixelNorm of z: only the direction of z matters. */
  normalised: v.boolean(),
});

const image = v.object({
  width: pixels,
  height: pixels,
  /** Grey, RGB, or RGB with an alpha in the same range: `range[0]` is transparent, `range[1]` opaque. */
  channels: v.picklist([1, 3, 4]),
  /** Values of black and white in the network's output; painting maps [lo, hi] to [0, 255] and clamps. */
  range: interval,
});

/** Names of weights in `model.json`. Kernels are HWIO with every run-time scale folded in. */
const convolution = v.object({ kernel: nodeName, bias: nodeName });

/** StyleGAN and ProGAN have at most 512. */
const mostChannels = 1 << 14;

const progan = v.object({
  family: v.literal('progan'),
  /** Node names of the graph model. */
  input: nodeName,
  output: nodeName,
  /** PixelNorm of z before the first layer, or null for a network that does not normalise z. */
  latentNorm: v.nullable(v.object({ epsilon: finite })),
  /** After each convolution: x = lrelu(conv + bias); x / sqrt(mean_c(x^2) + epsilon). */
  pixelNorm: v.object({ epsilon: finite }),
  leakySlope: finite,
  /**
   * From low to high resolution. In the first block conv0 is the VALID convolution of its [r,r,latent,c] kernel over z
   * zero-padded by r-1 on each side; in the others the input is upsampled by nearest x2 before a SAME 3x3 conv0.
   * conv1 is SAME 3x3.
   */
  blocks: v.pipe(
    v.array(
      v.object({
        resolution: pixels,
        channels: count(mostChannels),
        conv0: convolution,
        conv1: convolution,
        /** The node with the block's output (after conv1's pixel norm), where heads are attached. */
        output: v.optional(nodeName),
      }),
    ),
    v.minLength(1),
    v.maxLength(12),
    v.check((blocks) => eachDoubles(blocks), 'blocks that each have twice the resolution of the one before'),
  ),
  /** The newest 1x1 head: image = clip(scale * (conv + bias) + offset). */
  toRgb: v.object({
    kernel: nodeName,
    bias: nodeName,
    scale: finite,
    offset: finite,
    clip: v.nullable(interval),
  }),
});

/** A head and a preview for each resolution. */
const mostOutputs = 32;

const graph = v.object({ family: v.literal('graph'), input: nodeName, output: nodeName });

/** A further picture that the bundle can output. `head` is the network's own (outdated in a grown network). */
const output = v.object({
  resolution: pixels,
  node: nodeName,
  kind: v.picklist(['head', 'preview']),
});

/**
 * 1x1 heads fitted during conversion to the downscaled final image. Weight names refer to `model.json`; the head is
 * applied after conv1 of the block of that resolution. `error` is the root mean square error on held-out samples, in
 * image values.
 */
const previewHead = v.object({ resolution: pixels, kernel: nodeName, bias: nodeName, error: finite });

/**
 * A network's own 1x1 head, as trained when it had grown to that resolution (Karras et al. 2017, section 2). Weight names
 * refer to `model.json`, where no node uses them. It does not fit the finished network, whose layers were trained further
 * afterwards.
 */
const trainedHead = v.object({ resolution: pixels, kernel: nodeName, bias: nodeName });

/**
 * The growth network, a small ProGAN in the bundle's folder `growth/` that draws again what the network drew at the end
 * of each stage up to a resolution. Its latent holds the coordinates of z along the first `cosines` rows of a cosine
 * transform, and the length that is left. `difference` is the largest of its mean differences from those pictures, in
 * levels of 255.
 */
const growthNetwork = v.object({
  resolution: pixels,
  cosines: count(mostLatent),
  difference: v.pipe(finite, v.minValue(0)),
});

/** Every visitor fetches them. */
const mostGrowthBytes = 400_000;

const bundleFile = v.object({
  path: fileName,
  bytes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(mostBytes)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, '64 hex digits')),
});

const bundleObject = v.object({
  schema: v.literal(BUNDLE_SCHEMA_VERSION),
  id: bundleIdSchema,
  title,
  description: v.optional(description),
  licence: v.optional(licence),
  source: v.optional(source),
  /**
   * The address from which this device fetched the model, so that others can do the same; missing in a bundle that was
   * not fetched.
   */
  address: v.optional(webAddress),
  latent,
  image,
  faces: v.optional(faces),
  /** A second input of the graph, for models that draw a picture of a given class. */
  classes: v.optional(classes),
  spread: v.optional(spread),
  latents: v.optional(latents),
  generator: v.variant('family', [progan, graph]),
  outputs: v.optional(listOf(output, mostOutputs, 'outputs'), []),
  previewHeads: v.optional(listOf(previewHead, mostOutputs, 'heads'), []),
  /** For showing how the network grew. */
  growth: v.optional(listOf(trainedHead, mostOutputs, 'heads')),
  /** Its files are fetched when they are needed; they are not among `files`. */
  growthNetwork: v.optional(growthNetwork),
  quantization: v.picklist(['none', 'float16', 'uint8']),
  parameters: v.pipe(v.number(), v.integer(), v.minValue(0)),
  directions: v.optional(fileName),
  preview: v.optional(fileName),
  /** Measurements of a trained model (`src/bundle/schema/card.ts`). */
  card: v.optional(fileName),
  /** The converter's measurements from making the bundle. */
  verified: v.optional(v.object({ samples: finite, maxError: finite })),
  /** `model.json` first, then its shards, then the optional files. */
  files: v.pipe(
    listOf(bundleFile, mostFiles, 'files'),
    v.minLength(1),
    v.check((files) => allDifferent(files, ({ path }) => path), 'files with different names'),
    v.check(
      (files) => files.reduce((sum, { bytes }) => sum + bytes, 0) <= mostBytes,
      `files of at most ${mostBytes} bytes in all`,
    ),
  ),
});

/** Checks that fields that are valid separately are also valid together. */
const bundleSchema = v.pipe(
  bundleObject,
  v.forward(
    v.check(
      ({ image: { width, height }, generator }) =>
        generator.family !== 'progan' || (width === height && generator.blocks.at(-1)?.resolution === height),
      'the size of the last block of its generator',
    ),
    ['image'],
  ),
  v.forward(
    v.check(
      ({ image, generator }) => generator.family !== 'progan' || image.channels !== 4,
      '1 or 3 channels for a generator of family progan',
    ),
    ['image'],
  ),
  v.forward(
    v.check(
      ({ classes: chosen, generator }) =>
        chosen === undefined || (generator.family === 'graph' && chosen.input !== generator.input),
      'an input of the graph other than its latent',
    ),
    ['classes'],
  ),
  v.forward(
    v.check(({ latents: held, files }) => {
      return held === undefined || files.some(({ path }) => path === held.file);
    }, "one of the bundle's files"),
    ['latents'],
  ),
  v.forward(
    v.check(
      ({ growth = [], generator, image: { channels } }) =>
        generator.family !== 'progan' || growthBytes(growth, generator, channels) <= mostGrowthBytes,
      `heads of at most ${mostGrowthBytes} bytes in all`,
    ),
    ['growth'],
  ),
  v.forward(
    v.check(
      ({ growth = [], growthNetwork: early, latent: { size } }) =>
        early === undefined ||
        (early.cosines < size && growth.some(({ resolution }) => resolution === early.resolution)),
      'the resolution of one of the heads in growth, and fewer cosines than the latent has numbers',
    ),
    ['growthNetwork'],
  ),
  v.forward(
    v.check(
      ({ outputs, image: { width, height } }) =>
        outputs.every(({ resolution }) => resolution <= Math.max(width, height)),
      "no picture larger than the generator's own",
    ),
    ['outputs'],
  ),
);

/** Returns the bytes of the heads' weights as float32. */
function growthBytes(
  growth: readonly { resolution: number }[],
  { blocks }: v.InferOutput<typeof progan>,
  colours: number,
): number {
  const widths = growth.map(
    (head) => blocks.find(({ resolution }) => resolution === head.resolution)?.channels ?? 0,
  );
  return widths.reduce((sum, channels) => sum + 4 * colours * (channels + 1), 0);
}

/** Returns whether each block has twice the resolution of the one before it. */
function eachDoubles(blocks: readonly { resolution: number }[]): boolean {
  return blocks.every(({ resolution }, i) => i === 0 || resolution === 2 * blocks[i - 1]!.resolution);
}

export type BundleManifest = v.InferOutput<typeof bundleSchema>;
export type ProganGenerator = v.InferOutput<typeof progan>;
export type ClassInput = NonNullable<BundleManifest['classes']>;
export type Quantization = BundleManifest['quantization'];

/**
 * Checks a parsed `zscape.json`.
 * @param where names the file in the error's sentence.
 * @throws BUNDLE_VERSION for a version that this code does not read, BUNDLE_INVALID for anything else that is wrong.
 */
export function parseBundle(json: unknown, where: string): BundleManifest {
  const version = typeof json === 'object' && json !== null && 'schema' in json ? json.schema : undefined;
  if (version !== undefined && version !== BUNDLE_SCHEMA_VERSION) {
    throw new ZscapeError(
      'BUNDLE_VERSION',
      `${where} has bundle version ${String(version)}, but this page reads version ${BUNDLE_SCHEMA_VERSION}. Convert the model again with this version's converter, or open it with a newer page.`,
    );
  }
  const result = v.safeParse(bundleSchema, json);
  if (!result.success) {
    const issue = result.issues[0];
    const path = v.getDotPath(issue) ?? 'the file';
    throw new ZscapeError('BUNDLE_INVALID', `${where} is not a valid bundle: ${path}: ${issue.message}.`);
  }
  return result.output;
}
