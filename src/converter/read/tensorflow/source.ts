import { throwIfCancelled } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import type { Graph } from '../../graph/graph.ts';
import { freeze } from '../../passes/constants/freeze.ts';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { importGraph } from './importGraph.ts';
import { chooseSignature, readSavedModel, type SignatureChoice } from './savedModel.ts';
import { variableLookup } from './variables.ts';

/** A TF-Hub module or SavedModel, TF1 or TF2, as a frozen graph. */
export async function loadTensorFlow(
  files: ModuleFiles,
  choice: SignatureChoice,
  signal?: AbortSignal,
): Promise<Graph> {
  const chosen = chooseSignature(await readSavedModel(files), choice);
  const graph = importGraph(chosen);
  const hasVariables = [...graph.nodes.values()].some((node) => node.op.startsWith('Var'));
  throwIfCancelled(signal);
  if (!hasVariables) return graph;
  const checkpoint = await openCheckpoint(files, 'variables/variables');
  throwIfCancelled(signal);
  return freeze(graph, variableLookup(chosen.metaGraph, checkpoint));
}
