import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

/** How much each dimension of z changes the picture of a face. */
export interface DimensionEffects {
  /** The measured face. */
  z: Float32Array;
  /** The root mean square change for a step of one standard deviation: float32 [latent size], 0 to 1. */
  effects: Float32Array;
}

/** Measures how much each dimension of z changes the current face. This takes a while; the signal ends it. */
export const measureDimensions: Command<
  [signal: AbortSignal, onProgress: (done: number) => void],
  Promise<DimensionEffects | null>
> = {
  name: 'Measure dimensions',
  undo: 'none',
  applies: ({ face, model }: State) => face !== null && model !== null,
  perform: async (session, signal, onProgress) => {
    const { model, face } = session.store.getState();
    if (!model || !face) return null;
    const { measureDimensions: measure } = await import('../../session/measureDimensions.ts');
    return { z: face.z, effects: await measure(session, model, face.z, { signal, onProgress }) };
  },
};
