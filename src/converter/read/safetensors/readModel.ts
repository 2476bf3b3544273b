import type { ReadModel } from '../source.ts';
import { proganGraph } from './graph.ts';
import { readProganSafetensors } from './progan.ts';

export const readModel: ReadModel = async (files) => {
  const path = files.paths.find((name) => name.endsWith('.safetensors'))!;
  return proganGraph(readProganSafetensors(await files.read(path), path));
};
