/** Measuring a model and looking at its layers, in the Network panel. */
import type { NamedRate } from '../../session/measure/layerRates.ts';
import type { MeasurePlan, ModelFigures } from '../../store/state/measure.ts';
import type { State } from '../../store/state/state.ts';
import type { Command } from '../command.ts';

const hasModel = ({ model }: State) => model !== null;

/** The code for measurements is loaded on first use. */
const measuring = () => import('../../session/measure/measuring.ts');

/** Measures the current model in the background. */
export const measureModel: Command<[plan: MeasurePlan], Promise<void>> = {
  name: 'Measure this model',
  applies: hasModel,
  undo: 'none',
  perform: async (session, plan) => (await measuring()).startMeasure(session, plan),
};

/** Ends that measurement. */
export const stopMeasuring: Command<[], Promise<void>> = {
  name: 'Stop measuring',
  undo: 'none',
  perform: async ({ store }) => (await measuring()).stopMeasure(store),
};

/** Compares a few dozen of the model's pictures with each other. */
export const measureDiversity: Command<
  [plan: MeasurePlan, signal: AbortSignal, onProgress: (done: number) => void],
  Promise<ModelFigures>
> = {
  name: 'Measure diversity',
  applies: hasModel,
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, plan, signal, onProgress) =>
    (await measuring()).measureNow(session, plan, signal, onProgress),
};

/** Computes the effect of equalized learning rate on each layer. */
export const computeRates: Command<[signal: AbortSignal], Promise<NamedRate[]>> = {
  name: 'Learning rates',
  applies: hasModel,
  undo: 'none',
  showsOwnErrors: true,
  perform: async (session, signal) =>
    (await import('../../session/measure/layerRates.ts')).layerRates(session, signal),
};
