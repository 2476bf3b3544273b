/** Finds the picture among a graph's outputs. */
import { ZscapeError } from '../../base/errors.ts';
import { checkSupported } from '../emit/supportedOps.ts';
import type { Graph, GraphInput, GraphOutput } from '../graph/graph.ts';
import { canonicalise } from '../passes/optimise.ts';
import { type Shapes, shapesOf } from '../shapes/shapesOf.ts';
import { inputText, isNamed, listed, shapeText } from './describe.ts';
import { type PictureForm, pictureForm } from './pictureForm.ts';
import { sourcesOf } from './reach.ts';
import type { SignatureWishes } from './wishes.ts';

export interface PictureOutput {
  readonly output: GraphOutput;
  readonly form: PictureForm;
}

/**
 * Chooses the requested output, or the largest picture. Of equally large ones it chooses the one with the clearest shape
 * (rows last), then with colour, then the one to which the others lead, then the first name.
 * @throws OPS_UNSUPPORTED if that is why no shape is known; SIGNATURE_UNUSABLE if no output is a picture, or not the
 * requested one, listing all of them.
 */
export function pictureOutput(graph: Graph, { output: wish, image }: SignatureWishes): PictureOutput {
  const shapes = shapesOf(graph);
  const asked =
    wish === undefined ? graph.outputs : graph.outputs.filter(({ key, ref }) => isNamed(wish, key, ref.node));
  if (asked.length === 0) {
    throw new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `There is no output "${wish}"; the model gives ${allOf(graph, shapes)}.`,
    );
  }
  const pictures = asked.flatMap((output) => {
    const [batch, ...sizes] = shapes.shape(output.ref) ?? [];
    // A fixed batch of one will do, since pictures are drawn one at a time.
    const form = batch === -1 || batch === 1 ? pictureForm(sizes, image) : undefined;
    return form === undefined ? [] : [{ output, form }];
  });
  const [first, ...others] = pictures;
  if (first === undefined) throw noPicture(graph, shapes, asked, image);
  return others.reduce((best, one) => (isBetter(graph, one, best) ? one : best), first);
}

function isBetter(graph: Graph, one: PictureOutput, best: PictureOutput): boolean {
  const pixels = ({ form }: PictureOutput) => form.width * form.height;
  const colour = ({ form }: PictureOutput) => Number(form.channels > 1);
  // Greys without channels may be any map, and rows any vector.
  const kind = ({ form }: PictureOutput) => Math.min(2, form.plainness);
  const order =
    kind(one) - kind(best) ||
    pixels(one) - pixels(best) ||
    one.form.plainness - best.form.plainness ||
    colour(one) - colour(best);
  return order > 0 || (order === 0 && sourcesOf(graph, one.output.ref).has(best.output.ref.node));
}

function noPicture(
  graph: Graph,
  shapes: Shapes,
  asked: readonly GraphOutput[],
  image: SignatureWishes['image'],
): ZscapeError {
  const there = allOf({ ...graph, outputs: asked }, shapes);
  if (image !== undefined) {
    return new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `No output holds a picture of ${image.join(' x ')}: ${there}. State its height, width and channels (1, 3 or 4), as in --image 28x20x1.`,
    );
  }
  const sizes = asked.map(({ ref }) => shapes.shape(ref));
  // A shape without a rule usually means an unsupported op, which is the better explanation.
  if (sizes.includes(undefined)) {
    checkSupported(canonicalise({ ...graph, outputs: asked, shapes: {} }));
    const vague = graph.inputs.filter(({ shape }) => shape === null || shape.slice(1).includes(-1));
    if (vague.length > 0) throw vagueInputs(vague);
  }
  if (sizes.some((shape) => (shape?.[0] ?? 0) > 1)) {
    return new ZscapeError(
      'SIGNATURE_UNUSABLE',
      `A generator makes pictures for a batch of any size; this signature gives ${there}. Export the model with a free batch, or with a batch of 1.`,
    );
  }
  // A long vector may be a picture whose sides nobody has stated.
  const rows = sizes.filter((shape) => shape?.slice(1).some((size) => size >= 64));
  const way =
    rows.length > 0 ? ' If one of them is a picture, state its size: --image HEIGHTxWIDTHxCHANNELS.' : '';
  return new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `A generator makes pictures of 1, 3 or 4 channels, such as [n, height, width, 3], [n, 3, height, width] or a row of a square's pixels; this signature gives ${there}.${way}`,
  );
}

function vagueInputs(vague: readonly GraphInput[]): ZscapeError {
  const values = vague.map(({ key }) => `--bind ${key}=VALUE`).slice(0, 4);
  return new ZscapeError(
    'SIGNATURE_UNUSABLE',
    `The size of the pictures is unknown because the model takes ${listed(vague.map(inputText))}. Export it with inputs of fixed sizes, or convert it on the command line and give every input but the latent a value: ${values.join(' ')}.`,
  );
}

function allOf({ outputs }: Graph, shapes: Shapes): string {
  return listed(outputs.map(({ key, ref }) => `"${key}" ${shapeText(shapes.shape(ref))}`)) || 'nothing';
}
