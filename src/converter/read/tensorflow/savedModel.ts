/** Reads `saved_model.pb` and chooses one of its graphs, and one of that graph's signatures. */
import { fromBinary } from '@bufbuild/protobuf';
import { ZscapeError } from '../../../base/errors.ts';
import type { ModuleFiles } from '../../archive/files.ts';
import { countMessages } from '../proto/count.ts';
import type { MetaGraphDef, SignatureDef } from '../proto/gen/tensorflow/meta_graph_pb.ts';
import { type SavedModel, SavedModelSchema } from '../proto/gen/tensorflow/saved_model_pb.ts';
import type { SignatureChoice } from '../source.ts';

export interface ChosenSignature {
  readonly metaGraph: MetaGraphDef;
  readonly name: string;
  readonly signature: SignatureDef;
}

const savedModelPath = 'saved_model.pb';
/** A generator's graph has some ten thousand messages. */
const mostMessages = 1_000_000;

/** Reads the file. @throws MODULE_INVALID without a `saved_model.pb`, PROTOBUF_INVALID if it does not parse. */
export async function readSavedModel(files: ModuleFiles): Promise<SavedModel> {
  if (!files.paths.includes(savedModelPath)) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `There is no ${savedModelPath} here. Every TensorFlow module or SavedModel has one.`,
    );
  }
  const bytes = await files.read(savedModelPath);
  let model: SavedModel;
  try {
    if (countMessages(SavedModelSchema, bytes, mostMessages) > mostMessages) {
      throw new RangeError(`more than ${mostMessages} messages`);
    }
    model = fromBinary(SavedModelSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    throw new ZscapeError(
      'PROTOBUF_INVALID',
      `${savedModelPath} is damaged: it cannot be read as a SavedModel.`,
      {
        cause,
      },
    );
  }
  if (model.metaGraphs.length === 0) {
    throw new ZscapeError(
      'MODULE_INVALID',
      `${savedModelPath} holds no graph; it may be cut off or not a model at all.`,
    );
  }
  return model;
}

/**
 * Chooses the requested graph and signature, or the usual ones: the tag set that is empty (TF-Hub) or `serve` before any
 * other without `train`, and the signature `default`, `serving_default`, or the only one.
 * @throws SIGNATURE_UNUSABLE, listing those that exist.
 */
export function chooseSignature(model: SavedModel, choice: SignatureChoice): ChosenSignature {
  const metaGraph = chooseGraph(model, choice);
  const usable = Object.entries(metaGraph.signatureDef).filter(
    ([, signature]) => Object.keys(signature.inputs).length > 0 && Object.keys(signature.outputs).length > 0,
  );
  const there = `The module has ${usable.length === 0 ? 'no signature with inputs and outputs' : list(usable.map(([name]) => name))}.`;
  if (choice.signature !== undefined) {
    const asked = usable.find(([name]) => name === choice.signature);
    if (asked !== undefined) return { metaGraph, name: asked[0], signature: asked[1] };
    throw new ZscapeError('SIGNATURE_UNUSABLE', `No usable signature "${choice.signature}". ${there}`);
  }
  const only = usable.length === 1 ? usable[0] : undefined;
  const chosen =
    ['default', 'serving_default'].map((wish) => usable.find(([name]) => name === wish)).find(Boolean) ??
    only;
  if (chosen !== undefined) return { metaGraph, name: chosen[0], signature: chosen[1] };
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `Cannot tell which signature to use. ${there} Choose with --signature.`,
  );
}

function chooseGraph(model: SavedModel, choice: SignatureChoice): MetaGraphDef {
  const graphs = model.metaGraphs;
  const tagsOf = (graph: MetaGraphDef): string[] => graph.metaInfoDef?.tags ?? [];
  const there = `The module has ${list(graphs.map((graph) => tagsOf(graph).join(',') || '(no tags)'))}.`;
  if (choice.tags !== undefined) {
    const wish = [...new Set(choice.tags)].sort().join('\n');
    const asked = graphs.find((graph) => [...new Set(tagsOf(graph))].sort().join('\n') === wish);
    if (asked !== undefined) return asked;
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `No graph with the tags ${choice.tags.join(',') || '(no tags)'}. ${there}`,
    );
  }
  const usual = [
    (tags: string[]) => tags.length === 0,
    (tags: string[]) => tags.length === 1 && tags[0] === 'serve',
    (tags: string[]) => tags.includes('serve') && !tags.includes('train'),
    (tags: string[]) => !tags.includes('train'),
  ];
  for (const fits of usual) {
    const graph = graphs.find((one) => fits(tagsOf(one)));
    if (graph !== undefined) return graph;
  }
  if (graphs.length === 1) return graphs[0]!;
  throw new ZscapeError('SIGNATURE_UNUSABLE', `Cannot tell which graph to use. ${there} Choose with --tags.`);
}

function list(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
