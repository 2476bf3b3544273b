/**
 * Brings a model's inputs and outputs to the form of a bundle's graph: one row of numbers in, perhaps a class beside it, one
 * picture [n, height, width, channels] out. Whatever shapes the author chose are turned into it inside the graph.
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
  /** What was taken for granted, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * The rules are those of `pictureOutput`, `latentInput` and `possibleClass`. Inputs that the picture does not need are left out, and
 * placeholders with a default that are neither latent nor class have their default.
 * @throws SIGNATURE_UNUSABLE naming everything that stands in the way.
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
      `Names for ${wishes.classNames.length} classes were given, and the model has no input that is a class; it takes ${listed(inputs.map(inputText))}.`,
    );
  }
  const graph = rewritten(bound, latent, chosen?.input, picture);
  return { graph, classes, warnings: warningsOf(latent, chosen, others) };
}

/** One without a default first: what has one need not be given. */
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

/** Not where somebody has said which input is the latent, or one beside a picture is a vector: noise comes as pictures, too. */
export function mayBeEncoder({ inputs }: Graph, { latent, bind }: SignatureWishes): boolean {
  const named = [...(bind?.keys() ?? [])];
  const open = inputs.filter(({ key, node }) => !named.some((name) => isNamed(name, key, node)));
  return latent === undefined && !hasVector(open);
}

/** What turns a picture into another one has no latent space to explore. */
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
    `The model makes a picture of ${width} x ${height} out of ${inputText(input)}, which is a picture itself: it may be a whole autoencoder or a filter. Give its decoder or generator alone. If that input is a latent after all, say so with --latent ${input.key}.`,
  );
}

/** The class that is surely one; else the only input that is left and could be one. */
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
      `The class ${inputText(input)} is one of ${classes.count}, and ${names.length} names were given.`,
    );
  }
  return { ...classes, names: [...names] };
}

function unbound(open: readonly GraphInput[]): ZscapeError {
  const values = open.map(({ key }) => `--bind ${key}=VALUE`).slice(0, 4);
  return new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `Besides its latent the model takes ${listed(open.map(inputText))}, and nothing says what to give it. Convert it on the command line and give each a value: ${values.join(' ')}${open.length > values.length ? ' ...' : ''}.`,
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
  // Further outputs stay as long as they need nothing else: a grown network's heads may be among them.
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
    `${latent} and ${inputText(taken.input)} for one of ${taken.classes.count} classes, since their shapes allow it. If that is wrong, convert the model on the command line with --latent NAME, or give what is no class a value: --bind ${key}=VALUE.`,
  ];
}
