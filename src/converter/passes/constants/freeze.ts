/** Replaces variables by the checkpoint's values, so that the graph no longer has state. */
import { ZscapeError } from '../../../base/errors.ts';
import { attr, constantOf, constNode, type Graph, type GraphNode, ref } from '../../graph/graph.ts';
import { Rewriter } from '../../graph/rewrite.ts';
import type { Tensor } from '../../graph/tensor.ts';

const variableOps = new Set(['VariableV2', 'Variable', 'VarHandleOp']);

/** Returns the value of a variable node, or undefined if the checkpoint has none. */
export type VariableLookup = (variable: GraphNode) => Tensor | undefined;

/**
 * Freezes a graph. Reference variables are read by the nodes that name them, resource variables through `ReadVariableOp`.
 * Both become a `Const` with the variable's name.
 * @throws VARIABLE_MISSING naming every variable without a value, TENSOR_INVALID for a value of the wrong shape.
 */
export function freeze(graph: Graph, lookup: VariableLookup): Graph {
  const rewriter = new Rewriter(graph);
  const missing: string[] = [];
  for (const node of graph.nodes.values()) {
    if (variableOps.has(node.op)) {
      const value = lookup(node);
      if (value === undefined) missing.push(node.name);
      else rewriter.put(constNode(node.name, constantOf(fitting(node, value))));
    } else if (node.op === 'ReadVariableOp' && node.inputs[0] !== undefined) {
      rewriter.redirect(ref(node.name), node.inputs[0]);
    } else if (node.op === 'ResourceGather') {
      rewriter.put({ ...node, op: 'Gather' });
    }
  }
  if (missing.length > 0) {
    const names = missing
      .slice(0, 8)
      .map((name) => `"${name}"`)
      .join(', ');
    const more = missing.length > 8 ? ` and ${missing.length - 8} more` : '';
    throw new ZscapeError('VARIABLE_MISSING', `The checkpoint has no value for ${names}${more}.`);
  }
  return rewriter.finish();
}

/** Returns the value, if its shape is the variable's shape in the graph. */
function fitting(variable: GraphNode, value: Tensor): Tensor {
  const declared = attr(variable, 'shape', 'shape') ?? null;
  const { shape } = value;
  const fits =
    declared === null ||
    (declared.length === shape.length && declared.every((size, i) => size < 0 || size === shape[i]));
  if (fits) return value;
  throw new ZscapeError(
    'TENSOR_INVALID',
    `The variable "${variable.name}" has the shape [${declared.join(', ')}] in the graph, but [${shape.join(', ')}] in the checkpoint. They belong to different models.`,
  );
}
