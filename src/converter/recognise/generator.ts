/** Recognises the generator in a model's graph: everything that can be known without running it. */
import type { BundleManifest, ClassInput } from '../../bundle/schema/manifest.ts';
import { checkSupported } from '../emit/supportedOps.ts';
import type { Graph } from '../graph/graph.ts';
import { denseToConvolution } from '../passes/affine/denseToConvolution.ts';
import { canonicalise, trim } from '../passes/optimise.ts';
import type { Arranged } from '../signature/arrange.ts';
import { keepHeads } from './heads.ts';
import { type LatentAndPicture, latentAndPicture } from './latentAndPicture.ts';
import { type RecognisedProgan, recogniseProgan } from './progan.ts';
import { type ValueRange, valueRange } from './valueRange.ts';

export interface RecognisedGenerator extends LatentAndPicture, ValueRange {
  /** Canonical; ops are not yet fused, so more can still be added. */
  readonly graph: Graph;
  /** Undefined for any other network, which is kept as a graph. */
  readonly progan: RecognisedProgan | undefined;
  /** The second input of the graph, if it takes a class. */
  readonly classes: ClassInput | undefined;
  /** Pictures of lower resolutions that the graph also outputs. */
  readonly outputs: BundleManifest['outputs'];
}

/**
 * Recognises a generator.
 * @throws OPS_UNSUPPORTED, and SIGNATURE_UNUSABLE if it does not have one latent as input and one picture as output.
 */
export function recogniseGenerator({ graph: source, classes }: Arranged): RecognisedGenerator {
  const canonical = canonicalise(source);
  const { trimmed, progan } = withProgan(trim({ ...canonical, outputs: canonical.outputs.slice(0, 1) }));
  const { graph, outputs } = progan ? keepHeads(canonical, trimmed, progan) : { graph: trimmed, outputs: [] };
  checkSupported(graph);
  return { graph, progan, classes, outputs, ...latentAndPicture(graph), ...valueRange(graph) };
}

/** Looks for a ProGAN. A first layer written as a matrix product is rewritten only if that makes the graph one. */
function withProgan(graph: Graph): { trimmed: Graph; progan: RecognisedProgan | undefined } {
  const progan = recogniseProgan(graph);
  if (progan !== undefined) return { trimmed: graph, progan };
  const other = denseToConvolution(graph);
  const fitting = other === graph ? undefined : recogniseProgan(other);
  return fitting === undefined ? { trimmed: graph, progan } : { trimmed: other, progan: fitting };
}
