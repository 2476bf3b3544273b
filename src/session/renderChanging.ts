/**
 * Renders pictures whose changes inside the network differ from one to the next, as along a path or in a film of the
 * growth.
 */
import type { BatchOptions } from '../engine/contract.ts';
import { isUnchanged, type NetworkState } from '../store/state/network.ts';
import type { Pictures } from './pictures.ts';

/**
 * Renders latents in order, each with its own changes inside the network. Neighbours with the same changes are rendered together.
 * @param networks one for each latent
 */
export async function renderChanging(
  pictures: Pick<Pictures, 'render'>,
  zs: readonly Float32Array[],
  networks: readonly NetworkState[],
  { onImage, ...options }: Omit<BatchOptions, 'changes'>,
  tell?: 'tell' | 'quiet',
): Promise<void> {
  for (let start = 0; start < zs.length; ) {
    const network = networks[start]!;
    let end = start + 1;
    while (end < zs.length && networks[end] === network) end += 1;
    const first = start;
    const onOne = (index: number, image: ImageBitmap) => onImage(first + index, image);
    const changes = isUnchanged(network) ? null : network;
    await pictures.render(zs.slice(start, end), { ...options, changes, onImage: onOne }, tell);
    start = end;
  }
}
