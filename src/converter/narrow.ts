/** Writes a model that is understood, with its weights as narrow as requested, or as narrow as its pictures tolerate. */
import { ZscapeError } from '../base/errors.ts';
import { assemble, verified } from './assemble.ts';
import type { ConvertedBundle } from './emit/bundle.ts';
import { emitGraphModel, type GraphModel } from './emit/modelJson.ts';
import type { Storage } from './emit/quantize.ts';
import { measure } from './measure/measure.ts';
import { finerThan, refuseRounded, usualStorage } from './measure/rounding.ts';
import type { ConvertHooks, ConvertOptions } from './options.ts';
import { fuse } from './passes/fusing/fuse.ts';
import type { Understood } from './understood.ts';

const spoken: Readonly<Record<Storage, string>> = {
  'as-it-came': 'their original types',
  uint8: '8 bits',
  float16: 'float16',
  none: 'float32',
};

/**
 * Tries the requested quantization, and then each finer one, until the weights fit it and the pictures differ by no more
 * than permitted. A warning says so.
 * @throws VERIFY_FAILED only if nothing was rounded.
 */
export async function narrowed(
  understood: Understood,
  options: ConvertOptions,
  hooks: ConvertHooks,
): Promise<ConvertedBundle> {
  const tried = finerThan(options.quantization ?? usualStorage(understood.generator.graph));
  const failures: string[] = [];
  for (const quantization of tried) {
    try {
      const bundle = await written(understood, { ...options, quantization }, hooks);
      return { ...bundle, warnings: [...failures, ...bundle.warnings] };
    } catch (error) {
      const rounded = error instanceof ZscapeError && error.code === 'VERIFY_FAILED';
      const next = tried[tried.indexOf(quantization) + 1];
      if (!rounded || next === undefined) throw error;
      failures.push(
        `Its weights are stored in ${spoken[next]}, not in ${spoken[quantization]}: ${error.message}`,
      );
    }
  }
  throw new ZscapeError('INTERNAL', 'There is no quantization left to try.');
}

type Rounding = ConvertOptions & { readonly quantization: Storage };

/** Writes the model with one quantization. @throws VERIFY_FAILED if it is too coarse. */
async function written(
  understood: Understood,
  options: Rounding,
  hooks: ConvertHooks,
): Promise<ConvertedBundle> {
  const { generator, cost, given } = understood;
  const emit = (quantization: Storage): Promise<GraphModel> =>
    emitGraphModel(fuse(generator.graph), {
      quantization,
      onProgress: (done, total) => hooks.onProgress?.('weights', done, total),
      signal: hooks.signal,
    });
  const model = await emit(options.quantization);
  const measurements = await measure({ generator, model, cost, examples: given?.examples }, options, hooks);
  const draft = await assemble(understood, model, measurements, options, hooks);
  const { manifest } = draft.bundle;
  await refuseRounded({ generator, cost, manifest }, model, () => emit('none'), options, hooks);
  const bundle = await verified(understood, draft, options, hooks);
  return { ...bundle, warnings: measurements?.doubts ?? [] };
}
