/**
 * Keeps the head of every resolution of a grown network as a separate output. The final blend multiplies the older ones
 * by zero, so they are taken from the graph as it was before those branches were dropped.
 */
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { type } from '../graph/attributes.ts';
import {
  constantAt,
  type Graph,
  type GraphNode,
  type GraphOutput,
  type Ref,
  ref,
  sameRef,
} from '../graph/graph.ts';
import { usesOf } from '../graph/order.ts';
import { Rewriter } from '../graph/rewrite.ts';
import { matchHead, type RecognisedProgan } from './progan.ts';

type Outputs = BundleManifest['outputs'];

export interface WithHeads {
  readonly graph: Graph;
  readonly outputs: Outputs;
}

/**
 * Adds the heads.
 * @param whole the graph before branches multiplied by zero were dropped; its nodes have the same names.
 * @param trimmed the graph that was recognised.
 */
export function keepHeads(whole: Graph, trimmed: Graph, progan: RecognisedProgan): WithHeads {
  const rewriter = new Rewriter(trimmed);
  const outputs: Outputs = [];
  const graphOutputs: GraphOutput[] = [...trimmed.outputs];
  for (const { resolution, at } of progan.trunk) {
    if (resolution === progan.resolution) {
      outputs.push({ resolution, node: progan.generator.output, kind: 'head' });
      continue;
    }
    const head = findHead(whole, at, progan.channels);
    if (head === undefined) continue;
    for (const node of headNodes(whole, head)) rewriter.put(node);
    const picture = putPictureSteps(rewriter, progan, head, `head_${resolution}`);
    outputs.push({ resolution, node: picture.node, kind: 'head' });
    graphOutputs.push({ key: `head_${resolution}`, ref: picture });
  }
  return { graph: rewriter.finish(graphOutputs), outputs };
}

/** Finds the tensor conv(trunk) + bias of the head that reads `trunk`. */
function findHead(graph: Graph, trunk: Ref, channels: number): Ref | undefined {
  const { consumers } = usesOf(graph);
  for (const convolution of consumers.get(trunk.node) ?? []) {
    if (convolution.op !== 'Conv2D' || !convolution.inputs[0] || !sameRef(convolution.inputs[0], trunk))
      continue;
    for (const sum of consumers.get(convolution.name) ?? []) {
      const head = matchHead(graph, ref(sum.name));
      if (head?.kernel.shape[3] === channels) return ref(sum.name);
    }
  }
  return undefined;
}

/** Lists the head's own nodes: its sum, its convolution, and their constants. */
function headNodes(graph: Graph, head: Ref): GraphNode[] {
  const sum = graph.nodes.get(head.node)!;
  const convolution = sum.inputs.map((at) => graph.nodes.get(at.node)!).find((node) => node.op === 'Conv2D')!;
  const constants = [...sum.inputs, ...convolution.inputs].filter(
    (at) => constantAt(graph, at) !== undefined,
  );
  return [sum, convolution, ...constants.map((at) => graph.nodes.get(at.node)!)];
}

/** Adds the factors, offsets and clip of the final picture. */
function putPictureSteps(rewriter: Rewriter, progan: RecognisedProgan, head: Ref, name: string): Ref {
  const { picture } = progan;
  let from = picture.x;
  let at = head;
  for (const step of picture.nodes) {
    const inputs = step.inputs.map((input) => (sameRef(input, from) ? at : input));
    const copy: GraphNode = { ...step, name: rewriter.freshName(`${name}/${step.name}`), inputs };
    rewriter.put(copy);
    from = ref(step.name);
    at = ref(copy.name);
  }
  const last = rewriter.freshName(name);
  rewriter.put({ name: last, op: 'Identity', inputs: [at], attrs: { T: type('float32') } });
  return ref(last);
}
