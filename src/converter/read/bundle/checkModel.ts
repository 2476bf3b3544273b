/** Checks a bundle's network against its manifest, before it is kept and before anything runs. */
import { ZscapeError } from '../../../base/errors.ts';
import type { BundleManifest, ProganGenerator } from '../../../bundle/schema/manifest.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import { checkSupported } from '../../emit/supportedOps.ts';
import { tfjsDtype } from '../../graph/dtypes.ts';
import type { Constant, Graph, GraphInput } from '../../graph/graph.ts';
import { latentAndPicture } from '../../recognise/latentAndPicture.ts';
import { type CostLimits, refuseCostly } from '../../shapes/estimate.ts';
import { graphModel } from '../tfjs/graphModel.ts';
import { isLayersModel } from '../tfjs/layersModel.ts';
import { readModelJson } from '../tfjs/modelJson.ts';
import { readWeights } from '../tfjs/weights.ts';

/**
 * Checks a model by importing its graph as the converter would, without running it.
 * @param files those that the manifest lists.
 * @throws BUNDLE_INVALID if latent, picture or weights differ from the manifest; OPS_UNSUPPORTED for ops that the
 * converter never writes, including loops; GRAPH_INVALID, MODEL_TOO_LARGE, MODEL_TOO_SLOW.
 */
export async function checkBundleModel(
  manifest: BundleManifest,
  files: ModuleFiles,
  limits: Partial<CostLimits> | undefined,
): Promise<void> {
  const { generator, title } = manifest;
  const invalid = (why: string) =>
    new ZscapeError(
      'BUNDLE_INVALID',
      `The bundle "${title}" does not fit its own network: ${why}. Convert the model again from its source.`,
    );
  const model = await readModelJson(files);
  if (isLayersModel(model)) throw invalid('its model.json is a layers model');
  const weights = await readWeights(files, model);
  const outputs = [...new Set([generator.output, ...manifest.outputs.map(({ node }) => node)])];
  const imported = graphModel(model, weights, outputs);
  const input = imported.inputs.find(({ node }) => node === generator.input);
  if (input === undefined) {
    const [other] = imported.inputs;
    throw invalid(`its input is "${other?.node}", not "${generator.input}"`);
  }
  const others = imported.inputs.filter((one) => one !== input);
  checkClasses(others, manifest.classes, invalid);
  const graph: Graph = { ...imported, inputs: [input, ...others], shapes: {} };
  checkSupported(graph);
  const { latentSize, image } = latentAndPicture(graph);
  if (latentSize !== manifest.latent.size) {
    throw invalid(`the latent has ${latentSize} numbers, not ${manifest.latent.size}`);
  }
  const stated = [manifest.image.height, manifest.image.width, manifest.image.channels].join(' x ');
  const given = [image.height, image.width, image.channels].join(' x ');
  if (stated !== given) throw invalid(`the picture is ${given}, not ${stated}`);
  if (generator.family === 'progan') checkProgan(manifest, generator, weights, invalid);
  refuseCostly(graph, limits);
}

/** Checks that the class is the only other input, with the shape and type that the page will feed. */
function checkClasses(
  others: readonly GraphInput[],
  classes: BundleManifest['classes'],
  invalid: (why: string) => ZscapeError,
): void {
  const odd = others.find(({ node }) => node !== classes?.input);
  if (odd !== undefined) throw invalid(`its network also takes "${odd.node}", which it does not mention`);
  const [input] = others;
  if (classes === undefined) return;
  if (input === undefined) throw invalid(`it has no input "${classes.input}" for a class`);
  const shape = input.shape?.slice(1).join(', ');
  if (shape !== classes.shape.join(', ') || tfjsDtype(input.dtype) !== classes.dtype) {
    throw invalid(
      `its class is ${input.dtype} [${shape}], not ${classes.dtype} [${classes.shape.join(', ')}]`,
    );
  }
}

/** Checks the named weights, from which the engine builds a ProGAN without ever looking at the graph. */
function checkProgan(
  { latent, image }: BundleManifest,
  { blocks, toRgb }: ProganGenerator,
  weights: ReadonlyMap<string, Constant>,
  invalid: (why: string) => ZscapeError,
): void {
  const check = (name: string, shape: readonly number[]): void => {
    const stored = weights.get(name)?.shape.join(', ');
    if (stored !== shape.join(', '))
      throw invalid(
        `the weight "${name}" is ${stored === undefined ? 'missing' : `[${stored}]`}, not [${shape.join(', ')}]`,
      );
  };
  /** A bias is a vector, perhaps with axes of length one before its channels. */
  const checkBias = (name: string, channels: number): void => {
    const { shape } = weights.get(name) ?? {};
    const lead = shape?.slice(0, -1) ?? [];
    check(name, [...lead.map(() => 1), channels]);
  };
  let before = latent.size;
  blocks.forEach(({ resolution, channels, conv0, conv1 }, i) => {
    const taps = i === 0 ? resolution : 3;
    check(conv0.kernel, [taps, taps, before, channels]);
    checkBias(conv0.bias, channels);
    check(conv1.kernel, [3, 3, channels, channels]);
    checkBias(conv1.bias, channels);
    before = channels;
  });
  check(toRgb.kernel, [1, 1, before, image.channels]);
  checkBias(toRgb.bias, image.channels);
}
