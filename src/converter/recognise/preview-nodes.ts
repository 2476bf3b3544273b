/** Puts fitted preview heads into the graph, as outputs of their own. */
import type { BundleManifest } from '../../bundle/schema.ts';
import type { FittedHead } from '../calibrate/preview-heads.ts';
import { ints, text, type } from '../graph/attributes.ts';
import { constantOf, constNode, type Graph, type GraphOutput, ref } from '../graph/graph.ts';
import { Rewriter } from '../graph/rewrite.ts';
import type { RecognisedProgan } from './progan.ts';

export interface WithPreviews {
  readonly graph: Graph;
  readonly outputs: BundleManifest['outputs'];
  readonly previewHeads: BundleManifest['previewHeads'];
}

export function addPreviewHeads(
  graph: Graph,
  progan: RecognisedProgan,
  heads: readonly FittedHead[],
): WithPreviews {
  const rewriter = new Rewriter(graph);
  const graphOutputs: GraphOutput[] = [...graph.outputs];
  const outputs: BundleManifest['outputs'] = [];
  const previewHeads: BundleManifest['previewHeads'] = [];
  for (const { resolution, kernel, bias, features, error } of heads) {
    const name = rewriter.freshName(`preview_${resolution}`);
    const weights = { kernel: `${name}/kernel`, bias: `${name}/bias` };
    const channels = bias.length;
    const shape = [1, 1, features, channels];
    rewriter.put(constNode(weights.kernel, constantOf({ dtype: 'float32', shape, data: kernel })));
    rewriter.put(constNode(weights.bias, constantOf({ dtype: 'float32', shape: [channels], data: bias })));
    rewriter.put({
      name: `${name}/product`,
      op: 'Conv2D',
      inputs: [progan.trunk.find((block) => block.resolution === resolution)!.at, ref(weights.kernel)],
      attrs: {
        T: type('float32'),
        strides: ints([1, 1, 1, 1]),
        dilations: ints([1, 1, 1, 1]),
        explicit_paddings: ints([]),
        padding: text('SAME'),
        data_format: text('NHWC'),
      },
    });
    const inputs = [ref(`${name}/product`), ref(weights.bias)];
    rewriter.put({ name, op: 'AddV2', inputs, attrs: { T: type('float32') } });
    graphOutputs.push({ key: name, ref: ref(name) });
    outputs.push({ resolution, node: name, kind: 'preview' });
    previewHeads.push({ resolution, ...weights, error });
  }
  return { graph: rewriter.finish(graphOutputs), outputs, previewHeads };
}
