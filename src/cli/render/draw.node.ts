/** Draws pictures on the kernels in one thread, and encodes them. Node only. */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { fitted, toPixels } from '../../engine/backends/pixels.ts';
import type { Kernels } from '../../engine/backends/wasm/compile.ts';
import { nodeValues } from '../../engine/backends/wasm/nodeValues.ts';
import { type EncodeChoices, openEncoder } from './encode.node.ts';
import { readNetwork } from './model.node.ts';

/** The settings that a thread needs for drawing. */
export interface DrawOptions {
  folder: string;
  manifest: BundleManifest;
  kernels: Kernels;
  /** Longest side in pixels; the model's own when undefined. */
  size: number | undefined;
  encode: EncodeChoices;
}

export type DrawPicture = (z: Float32Array) => Promise<Uint8Array<ArrayBuffer>>;

/** Opens a model for drawing. @throws BUNDLE_*, OUT_OF_MEMORY */
export async function openDrawing({
  folder,
  manifest,
  kernels,
  size,
  encode,
}: DrawOptions): Promise<DrawPicture> {
  const { generator, image, latent } = manifest;
  if (generator.family !== 'progan') throw new TypeError('Only ProGANs can be drawn here.');
  const { weights } = await readNetwork(folder, manifest);
  const values = nodeValues({ manifest, generator, weights, kernels });
  const to = fitted(image, size);
  const pack = await openEncoder(encode);
  return async (z) => {
    const [picture] = await values.runAll(z, latent.size, [generator.output]);
    const raw = { ...image, data: picture!.data };
    const data = toPixels(raw, image.range, to);
    return pack({ data, ...to }, image.channels === 4);
  };
}
