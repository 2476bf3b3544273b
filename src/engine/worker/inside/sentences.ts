/** Sentences on why the inside of a model cannot be shown, and what can. */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest } from '../../../bundle/schema/manifest.ts';

export const noProgan = ({ title }: BundleManifest) =>
  new ZscapeError(
    'NETWORK_UNAVAILABLE',
    `${title} is not known as a Progressive GAN, so its layers, its growth and its maps cannot be shown. How varied and how smooth it is can be measured.`,
  );

export const noInside = ({ title }: BundleManifest) =>
  new ZscapeError(
    'NETWORK_UNAVAILABLE',
    `The maps of ${title} cannot be computed in this browser because it lacks WebAssembly SIMD. Its table of layers can be shown.`,
  );
