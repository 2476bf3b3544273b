/** From a frozen graph to what will be emitted, and what is known of it without running it. */
import { ZscapeError } from '../../base/errors.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { checkSupported } from '../emit/supportedOps.ts';
import type { Graph } from '../graph/graph.ts';
import { denseToConvolution } from '../passes/affine/denseToConvolution.ts';
import { canonicalise, trim } from '../passes/optimise.ts';
import { inferShapes } from '../shapes/infer.ts';
import { keepHeads } from './heads.ts';
import { matchPicture } from './pictureSteps.ts';
import { type RecognisedProgan, recogniseProgan } from './progan.ts';

export interface Understood {
  /** Canonical; ops are not yet fused, so that more can be added. */
  readonly graph: Graph;
  readonly progan: RecognisedProgan | undefined;
  readonly outputs: BundleManifest['outputs'];
  readonly latentSize: number;
  readonly image: Omit<BundleManifest['image'], 'range'>;
  /** Where the network's end says it: a clip, or a function that ends in known values. */
  readonly range: [number, number] | undefined;
  /** What it would be if the network was trained on [-1, 1], as most are, before its last scalar steps. */
  readonly usualRange: [number, number];
}

/** @throws OPS_UNSUPPORTED, and SIGNATURE_UNUSABLE when it is not one latent in, one picture out. */
export function understand(frozen: Graph): Understood {
  const canonical = canonicalise(frozen);
  const { trimmed, progan } = recognised(trim({ ...canonical, outputs: canonical.outputs.slice(0, 1) }));
  const { graph, outputs } = progan ? keepHeads(canonical, trimmed, progan) : { graph: trimmed, outputs: [] };
  checkSupported(graph);
  return { graph, progan, outputs, ...signatureOf(graph), ...rangesOf(graph) };
}

function recognised(graph: Graph): { trimmed: Graph; progan: RecognisedProgan | undefined } {
  const progan = recogniseProgan(graph);
  if (progan !== undefined) return { trimmed: graph, progan };
  const other = denseToConvolution(graph);
  const fitting = other === graph ? undefined : recogniseProgan(other);
  return fitting === undefined ? { trimmed: graph, progan } : { trimmed: other, progan: fitting };
}

function signatureOf(graph: Graph): Pick<Understood, 'latentSize' | 'image'> {
  const [input, ...more] = graph.inputs;
  const shape = input?.shape;
  const latentSize = shape?.at(-1);
  const flat = shape?.length === 2 && latentSize !== undefined && latentSize >= 1;
  if (input === undefined || more.length > 0 || !flat || input.dtype !== 'float32') {
    const there = graph.inputs.map(
      ({ key, dtype, shape: s }) =>
        `"${key}" ${dtype} ${s === null ? 'of unknown shape' : `[${s.join(', ')}]`}`,
    );
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator takes one batch of latent vectors, float32 [n, size]; this signature takes ${there.join(', ') || 'nothing'}.`,
    );
  }
  const output = graph.outputs[0]!;
  const [, height, width, channels, ...rest] = inferShapes(graph).shape(output.ref) ?? [];
  const sized = height !== undefined && width !== undefined && height > 0 && width > 0;
  if (!sized || (channels !== 1 && channels !== 3) || rest.length > 0) {
    const there = inferShapes(graph).shape(output.ref)?.join(', ') ?? 'a shape that cannot be told';
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator gives pictures [n, height, width, 1 or 3]; output "${output.key}" is [${there}].`,
    );
  }
  return { latentSize, image: { width, height, channels } };
}

function rangesOf(graph: Graph): Pick<Understood, 'range' | 'usualRange'> {
  const { x, scale, offset, clip } = matchPicture(graph, graph.outputs[0]!.ref);
  const mapped = (low: number, high: number): [number, number] => {
    const ends = [low * scale + offset, high * scale + offset];
    return [Math.min(...ends), Math.max(...ends)];
  };
  const usualRange: [number, number] = scale === 0 ? [-1, 1] : mapped(-1, 1);
  if (clip !== null) return { range: [...clip], usualRange };
  const op = graph.nodes.get(x.node)?.op;
  if (scale === 0 || (op !== 'Tanh' && op !== 'Sigmoid')) return { range: undefined, usualRange };
  return { range: op === 'Tanh' ? usualRange : mapped(0, 1), usualRange };
}
