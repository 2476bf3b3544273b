/** Makes the network of a bundle: a ProGAN layer by layer, anything else as its graph. */
import type { LoadedBundle } from '../../../bundle/read/reader.ts';
import { planProgan } from '../progan/plan.ts';
import type { Network } from './network.ts';
import { type ProganOptions, proganNetwork } from './progan.ts';

export interface NetworkOptions extends ProganOptions {
  /** Makes the network's backend the active one of TF.js. */
  activate(): void;
}

/** Builds the network. @throws BUNDLE_INVALID. */
export async function makeNetwork(bundle: LoadedBundle, options: NetworkOptions): Promise<Network> {
  const { manifest, weights } = bundle;
  const { generator } = manifest;
  if (generator.family === 'progan') {
    options.activate();
    return proganNetwork(planProgan({ ...manifest, generator }), weights, options);
  }
  const { graphNetwork } = await import('./graph.ts');
  options.activate();
  return graphNetwork(bundle);
}
