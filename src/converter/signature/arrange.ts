/**
 * Brings a model's inputs and outputs to the form of a bundle's graph: one row of numbers as input, optionally with a
 * class, and one picture [n, height, width, channels] as output. The author's shapes are converted inside the graph.
 */
import { ZscapeError } from '../../base/errors.ts';
import type { ClassInput } from '../../bundle/schema/manifest.ts';
import type { Graph, GraphInput } from '../graph/graph.ts';
import { pruned, Rewriter } from '../graph/rewrite.ts';
import { takeBranches } from '../passes/constants/takeBranches.ts';
import { bindInputs } from './bindInputs.ts';
import { type PossibleClass, possibleClass } from './classInput.ts';
import { inputText, isNamed, listed } from './describe.ts';
import { hasVector, type LatentInput, latentInput } from './latentInput.ts';
import type { PictureForm } from './pictureForm.ts';
import { type PictureOutput, pictureOutput } from './pictureOutput.ts';
import { withoutDefaults, withPlaceholders } from './placeholders.ts';
import { sourcesOf } from './reach.ts';
import { putLatent, putPicture } from './reshape.ts';
import type { SignatureWishes } from './wishes.ts';

export interface Arranged {
  /** Its first input is the latent, float32 [n, size], its first output the picture. */
  readonly graph: Graph;
  readonly classes: ClassInput | undefined;
  /** Assumptions, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Arranges a graph by the rules of `pictureOutput`, `latentInput` and `possibleClass`. Inputs that the picture does not
 * need are dropped, and placeholders with a default that are neither latent nor class take their default.
 * @throws SIGNATURE_UNUSABLE naming all obstacles.
 */
export function arrange(source: Graph, wishes: SignatureWishes = {}): Arranged {
  const given = withoutDefaults(bindInputs(withPlaceholders(source, wishes), wishes));
  const bound: Graph = { ...takeBranches(given), shapes: {} };
  const picture = pictureOutput(bound, wishes);
  const needed = sourcesOf(bound, picture.output.ref);
  const inputs = bound.inputs.filter(({ node }) => needed.has(node));
  const hasDefault = ({ node }: GraphInput) => bound.nodes.get(node)?.op === 'PlaceholderWithDefault';
  const possible = inputs.flatMap((input) => possibleClass(bound, input, wishes.classNames?.length) ?? []);
  const sure = new Set(possible.filter((one) => one.sure).map(({ input }) => input));
  const latent = chosenLatent(inputs, sure, wishes.latent, hasDefault);
  refusePictureToPicture(latent, picture.form, wishes);
  const others = inputs.filter((input) => input !== latent.input);
  const chosen = chosenClass(possible, others, hasDefault);
  const open = others.filter((input) => input !== chosen?.input && !hasDefault(input));
  if (open.length > 0) throw unbound(open);
  const classes = chosen && withNames(chosen, wishes.classNames);
  if (classes === undefined && wishes.classNames !== undefined) {
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `You gave names for ${wishes.classNames.length} classes, but the model has no class input; it takes ${listed(inputs.map(inputText))}.`,
    );
  }
  const graph = rewritten(bound, latent, chosen?.input, picture);
  return { graph, classes, warnings: warningsOf(latent, chosen, others) };
}

/** Prefers inputs without a default, because those with one need not be fed. */
function chosenLatent(
  inputs: readonly GraphInput[],
  sure: ReadonlySet<GraphInput>,
  wish: string | undefined,
  hasDefault: (input: GraphInput) => boolean,
): LatentInput {
  const required = inputs.filter((input) => !hasDefault(input));
  const some =
    wish === undefined && required.some((input) => input.dtype.includes('float') && !sure.has(input));
  return latentInput(some ? required : inputs, sure, wish);
}

/**
 * Returns whether the model may be an encoder. It is not if the user has named the latent, or if there is a vector
 * besides a picture, because noise may also be a picture.
 */
export function mayBeEncoder({ inputs }: Graph, { latent, bind }: SignatureWishes): boolean {
  const named = [...(bind?.keys() ?? [])];
  const open = inputs.filter(({ key, node }) => !named.some((name) => isNamed(name, key, node)));
  return latent === undefined && !hasVector(open);
}

/** Refuses a network from pictures to pictures, which has no latent space to explore. */
function refusePictureToPicture(
  { input, sizes }: LatentInput,
  { width, height }: PictureForm,
  { latent }: SignatureWishes,
): void {
  const sides = sizes.filter((size) => size > 4);
  const pixels = sides.reduce((product, size) => product * size, 1);
  if (latent !== undefined || sides.length < 2 || pixels < width * height) return;
  throw new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `The model makes a picture of ${width} x ${height} from ${inputText(input)}, which is itself a picture: it may be a whole autoencoder or a filter. Give only its decoder or generator. If that input really is a latent vector, say so with --latent ${input.key}.`,
  );
}

/** Returns the input that is surely a class, otherwise the only remaining input that could be one. */
function chosenClass(
  possible: readonly PossibleClass[],
  others: readonly GraphInput[],
  hasDefault: (input: GraphInput) => boolean,
): PossibleClass | undefined {
  const left = possible.filter(({ input }) => others.includes(input));
  const sure = left.find((one) => one.sure);
  if (sure !== undefined) return sure;
  const unsure = left.filter(({ input }) => !hasDefault(input));
  return unsure.length === 1 ? unsure[0] : undefined;
}

function withNames({ input, classes }: PossibleClass, names: readonly string[] | undefined): ClassInput {
  if (names === undefined) return classes;
  if (names.length !== classes.count) {
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `The class ${inputText(input)} is one of ${classes.count}, but the number of names given is ${names.length}.`,
    );
  }
  return { ...classes, names: [...names] };
}

function unbound(open: readonly GraphInput[]): ZscapeError {
  const values = open.map(({ key }) => `--bind ${key}=VALUE`).slice(0, 4);
  return new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `Besides its latent, the model takes ${listed(open.map(inputText))}, whose values are unknown. Convert the model on the command line and give each a value: ${values.join(' ')}${open.length > values.length ? ' ...' : ''}.`,
  );
}

function rewritten(
  graph: Graph,
  latent: LatentInput,
  classInput: GraphInput | undefined,
  { output, form }: PictureOutput,
): Graph {
  const kept = new Set([latent.input.node, classInput?.node]);
  const given = new Set(graph.inputs.map(({ node }) => node).filter((node) => !kept.has(node)));
  const needsOther = (name: string) => given.has(name) && graph.nodes.get(name)?.op === 'Placeholder';
  // Further outputs stay if they need no other inputs: a grown network's heads may be among them.
  const outputs = graph.outputs.filter(
    (one) => one !== output && ![...sourcesOf(graph, one.ref)].some(needsOther),
  );
  const rewriter = new Rewriter(graph);
  const input = putLatent(rewriter, latent);
  const picture = putPicture(rewriter, output.ref, form);
  if (classInput !== undefined) {
    const { node } = classInput;
    rewriter.put({ ...rewriter.node(node)!, op: 'Placeholder', inputs: [] });
  }
  const { nodes } = rewriter.finish([{ key: output.key, ref: picture }, ...outputs]);
  const inputs = classInput === undefined ? [input] : [input, classInput];
  return pruned({
    nodes,
    inputs,
    outputs: [{ key: output.key, ref: picture }, ...outputs],
    shapes: {},
  });
}

function warningsOf(
  { input, guessed }: LatentInput,
  chosen: PossibleClass | undefined,
  others: readonly GraphInput[],
): string[] {
  const taken = chosen !== undefined && !chosen.sure ? chosen : undefined;
  const rivals = others.filter((other) => other !== chosen?.input || taken !== undefined);
  if (taken === undefined && (!guessed || rivals.length === 0)) return [];
  const latent = `${inputText(input)} was taken for the latent`;
  if (taken === undefined) {
    return [`${latent}, and not ${listed(rivals.map(inputText))}. If that is wrong, say so: --latent NAME.`];
  }
  const { key } = taken.input;
  return [
    `${latent} and ${inputText(taken.input)} for one of ${taken.classes.count} classes, since their shapes allow it. If that is wrong, convert the model on the command line with --latent NAME, or give the input that is not a class a value: --bind ${key}=VALUE.`,
  ];
}
