/** The effect of equalized learning rate on each layer of the current model. */
import { throwIfCancelled, ZscapeError } from '../../base/errors.ts';
import { type LayerRates, layerRates as ratesOf } from '../../network/rate/equalized.ts';
import type { Model } from '../../store/state/state.ts';
import type { Session } from '../session.ts';

export interface NamedLayer {
  /** The engine's name for the layer. */
  name: string;
  /** Shape of its kernel: height, width, inputs, outputs. */
  shape: readonly number[];
}

export type NamedRate = NamedLayer & LayerRates;

/** Returns the layers of a ProGAN with the names of their kernels. */
export function kernelsOf({
  generator,
}: Pick<Model, 'generator'>): { name: string; kernel: string; linear: boolean }[] {
  if (generator.family !== 'progan') return [];
  const layers = generator.blocks.flatMap(({ resolution, conv0, conv1 }, i) => {
    const at = `${resolution}x${resolution}`;
    return [
      { name: `${at}/${i === 0 ? 'dense' : 'conv0'}`, kernel: conv0.kernel, linear: false },
      { name: `${at}/${i === 0 ? 'conv' : 'conv1'}`, kernel: conv1.kernel, linear: false },
    ];
  });
  return [...layers, { name: 'toRgb', kernel: generator.toRgb.kernel, linear: true }];
}

/**
 * Computes the figures of all layers, one after the other, so that the page stays responsive in between.
 * @returns none for a model that is not a ProGAN: its layers are unknown
 * @throws CANCELLED; BUNDLE_INVALID for a missing weight
 */
export async function layerRates(
  { store, engine }: Pick<Session, 'store' | 'engine'>,
  signal: AbortSignal,
): Promise<NamedRate[]> {
  const { model } = store.getState();
  const layers = model ? kernelsOf(model) : [];
  const found: NamedRate[] = [];
  for (const [i, { name, kernel, linear }] of layers.entries()) {
    const { shape, data } = await engine.weight(kernel);
    throwIfCancelled(signal);
    if (store.getState().model?.id !== model?.id) throw new ZscapeError('CANCELLED', 'Cancelled.');
    found.push({ name, shape, ...ratesOf({ shape, data }, linear, i) });
  }
  return found;
}
