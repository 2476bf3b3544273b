import { throwIfCancelled } from '../../../base/errors.ts';
import { freeze } from '../../passes/constants/freeze.ts';
import type { ReadModel } from '../source.ts';
import { openCheckpoint } from './checkpoint/checkpoint.ts';
import { importGraph } from './importGraph.ts';
import { chooseSignature, readSavedModel } from './savedModel.ts';
import { variableLookup } from './variables.ts';

/** Reads the chosen signature's graph, with the checkpoint's values in place of its variables. */
export const readModel: ReadModel = async (files, choice, signal) => {
  const chosen = chooseSignature(await readSavedModel(files), choice);
  const graph = importGraph(chosen);
  const hasVariables = [...graph.nodes.values()].some((node) => node.op.startsWith('Var'));
  throwIfCancelled(signal);
  if (!hasVariables) return graph;
  const checkpoint = await openCheckpoint(files, 'variables/variables');
  throwIfCancelled(signal);
  return freeze(graph, variableLookup(chosen.metaGraph, checkpoint));
};
