import type { ReadModel } from '../source.ts';
import { graphModel } from './graphModel.ts';
import { isLayersModel, layersModel } from './layersModel.ts';
import { readModelJson } from './modelJson.ts';
import { readWeights } from './weights.ts';

export const readModel: ReadModel = async (files) => {
  const model = await readModelJson(files);
  const weights = await readWeights(files, model);
  return isLayersModel(model) ? layersModel(model, weights) : graphModel(model, weights);
};
