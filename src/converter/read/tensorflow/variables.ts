/** Finds the checkpoint's tensor of a variable in the graph. */

import { attr } from '../../graph/graph.ts';
import type { VariableLookup } from '../../passes/constants/freeze.ts';
import type { MetaGraphDef } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import type { Checkpoint } from './checkpoint/checkpoint.ts';
import { objectGraphKeys } from './objectGraph.ts';
import { restoredTensors, type Saved } from './restoreOps.ts';

/**
 * Consults, in order of trust, the graph's own restore ops, the object graph, and the variable's name.
 * @throws errors of the checkpoint for a damaged tensor.
 */
export function variableLookup(metaGraph: MetaGraphDef, checkpoint: Checkpoint): VariableLookup {
  const restored = restoredTensors(metaGraph.graphDef);
  const keys = objectGraphKeys(metaGraph, checkpoint);
  return (variable) => {
    const shared = attr(variable, 'shared_name', 'string') || variable.name;
    const candidates: (Saved | undefined)[] = [
      restored.get(variable.name),
      ...[keys.byNode.get(variable.name), keys.byName.get(shared), shared, variable.name].map((key) =>
        key === undefined ? undefined : { key, shapeAndSlice: '' },
      ),
    ];
    const saved = candidates.find((one) => one && checkpoint.has(one.key));
    return saved && checkpoint.slice(saved.key, saved.shapeAndSlice);
  };
}
