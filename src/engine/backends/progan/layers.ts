/** The layers of a ProGAN as a table: names, shapes, parameters, cost. After table 2 of Karras et al. (2017). */
import type { NetworkLayer } from '../../contract.ts';
import type { ConvolutionLayer, ProganPlan } from './plan.ts';

/** Name of the layer that outputs the picture. */
export const toRgbName = 'toRgb';

/** Lists the layers that output feature maps, in order: the first one, then the convolutions. */
export function mapLayerNames({ dense, convolutions }: ProganPlan): string[] {
  const at = (size: number, what: string) => `${size}x${size}/${what}`;
  return [
    at(dense.size, 'dense'),
    ...convolutions.map(({ size, up }) => at(size, size === dense.size ? 'conv' : up ? 'conv0' : 'conv1')),
  ];
}

/** Lists all layers in order, the head of the full picture last. */
export function networkLayers(plan: ProganPlan): NetworkLayer[] {
  const { dense, convolutions, head } = plan;
  const names = mapLayerNames(plan);
  const reach = reachOf(plan);
  const pixels = dense.size ** 2;
  const common = { activation: 'LReLU', normalised: true, upsampled: false };
  return [
    {
      ...{ ...common, name: names[0]!, kind: 'dense', resolution: dense.size, channels: dense.to },
      ...{ inputs: dense.latent, kernel: dense.size, receptiveField: reach[0]! },
      parameters: pixels * dense.latent * dense.to + dense.to,
      macs: pixels * dense.latent * dense.to,
    },
    ...convolutions.map(
      ({ size, from, to, up }, i): NetworkLayer => ({
        ...{ ...common, name: names[i + 1]!, kind: 'conv', resolution: size, channels: to },
        ...{ inputs: from, kernel: 3, upsampled: up, receptiveField: reach[i + 1]! },
        parameters: 9 * from * to + to,
        macs: 9 * size ** 2 * from * to,
      }),
    ),
    {
      ...{ name: toRgbName, kind: 'toRgb', resolution: head.resolution, channels: head.channels },
      ...{ inputs: head.from, kernel: 1, upsampled: false, activation: 'linear', normalised: false },
      parameters: head.from * head.channels + head.channels,
      macs: head.resolution ** 2 * head.from * head.channels,
      receptiveField: 1,
    },
  ];
}

/** Returns, for each layer but the last, the side in pixels of the square of the picture that one value affects. */
function reachOf({ convolutions, head }: ProganPlan): number[] {
  const through = (side: number, { up }: ConvolutionLayer) => (up ? 2 : 1) * side + 2;
  const from = [0, ...convolutions.keys()].map((_, i) => convolutions.slice(i).reduce(through, 1));
  return from.map((side) => Math.min(side, head.resolution));
}
