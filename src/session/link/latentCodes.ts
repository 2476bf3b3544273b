/**
 * Latents in a link. Each is written as briefly as possible, in terms of what the reading page also knows. `LatentWriter`
 * and `LatentReader` are reverses, up to the stated rounding; latents are read in the order in which they were written.
 *
 *   s17            the face of seed 17
 *   s17!3:1.25     with dimension 3 set to 1.25
 *   s17x1.5        seed 17 at a spread of 1.5
 *   s17@3          seed 17 in class 3; @3:7500@5:2500 is three quarters class 3 and a quarter class 5
 *   r2             the same as the third latent of this link
 *   m7071s17!-120a0!q5.7ps   0.7071 of seed 17, less 0.012 of attribute 0 (times sqrt(size)), and a rest
 *
 * The rests of all latents share the field `q=`, such as `q12.AAB...`: the step's number and the digits
 * (`latent/code/coarse.ts`). The code of a latent contains the class of its rest, and the magnitude of the whole latent
 * over sqrt(size), in ten-thousandths to base 36.
 */

import { ZscapeError } from '../../base/errors.ts';
import { parseSeed } from '../../base/random.ts';
import { CoarseReader, CoarseWriter, classes } from '../../latent/code/coarse.ts';
import { decompose, type Term } from '../../latent/code/combination.ts';
import { unpackLatent } from '../../latent/code/pack.ts';
import { joinPoint, tailOfPoint, zOfPoint } from '../../latent/point/classTail.ts';
import { angleBetween, norm, scale, withNorm } from '../../latent/vector/vector.ts';
import { freeFace, sampleZ } from '../../store/select/faces.ts';
import { canSpread, spaceOf, spreadLimits } from '../../store/select/space.ts';
import type { Face, Model } from '../../store/state/state.ts';
import { decodeClass, encodeClass } from './classCodes.ts';

/** If a seed has more edits than this, it is shorter to write the latent as a rest. */
const mostEdits = 40;
/** The limit for reading is higher than what this page writes, since other versions may have written more. */
const mostEditsRead = 512;
/** Each term costs the drawing of a whole face. This page writes at most twelve terms and a rest. */
const mostTermsRead = 32;
const weightSteps = 1e4;
/** A smaller rest, relative to the whole, is left out. It would turn the face by a hundredth of a degree. */
const leastRest = 2e-4;

/** The possible parts of a latent: the faces of seeds, and attributes that every page with this model has. */
export interface Known {
  seeds: readonly number[];
  attributes: readonly { id: string; direction: Float32Array }[];
}

interface Planned {
  point: Float32Array;
  /** The point's z. */
  z: Float32Array;
  /** The code without its rest. */
  code: string;
  /** The code of its class; empty for a model without classes. */
  classCode: string;
  /** The part that the code omits, divided by the root mean square of z; null if nothing is omitted. */
  rest: Float32Array | null;
}

export class LatentWriter {
  readonly #model: Model;
  readonly #known: Known;
  readonly #atoms: readonly Float32Array[];
  readonly #planned: Planned[] = [];
  /** Ids of the attributes that the codes use, in the order of their numbers. */
  readonly attributes: string[] = [];

  constructor(model: Model, known: Known) {
    this.#model = model;
    this.#known = known;
    this.#atoms = [
      ...known.seeds.map((seed) => sampleZ(model, seed, 1)),
      ...known.attributes.map(({ direction }) => scale(direction, Math.sqrt(model.latent.size))),
    ];
  }

  /** Returns the number of an attribute in this link. */
  numberOf(id: string): number {
    if (!this.attributes.includes(id)) this.attributes.push(id);
    return this.attributes.indexOf(id);
  }

  /** Adds a face to the link. @returns the index of its code in the result of `codes` */
  add(face: Pick<Face, 'seed' | 'spread' | 'z'>): number {
    const { classes } = spaceOf(this.#model);
    const z = zOfPoint(face.z, classes);
    const exact = this.#seeded(face, z);
    const same = this.#planned.findIndex(({ point }) => point.every((value, i) => value === face.z[i]));
    if (exact === null && same >= 0) {
      this.#planned.push({ point: face.z, z, code: `r${same}`, classCode: '', rest: null });
    } else {
      const classCode = classes ? encodeClass(classes, tailOfPoint(face.z, classes)) : '';
      const plan = exact === null ? this.#plan(z) : { code: exact, rest: null };
      this.#planned.push({ point: face.z, z, classCode, ...plan });
    }
    return this.#planned.length - 1;
  }

  /** True if some latent cannot be written without a rest. */
  get hasRests(): boolean {
    return this.#planned.some(({ rest }) => rest !== null);
  }

  /**
   * Encodes all latents.
   * @param step number of the rests' step
   * @returns the codes, the common field (null for none) and the largest angle between a latent and its decoded form, in
   * degrees
   */
  codes(step: number): { codes: string[]; rests: string | null; worst: number } {
    const writer = new CoarseWriter(step);
    const codes = this.#planned.map(({ z, code, classCode, rest }) => {
      if (!rest) return code + classCode;
      const share = norm(z) / Math.sqrt(z.length);
      const whole = `q${writer.write(rest)}.${Math.round(share * weightSteps).toString(36)}`;
      return (code === 'm' ? `m${whole}` : `${code}!${whole}`) + classCode;
    });
    if (!this.hasRests) return { codes, rests: null, worst: 0 };
    const rests = `${step}.${writer.end()}`;
    const reader = new LatentReader(this.#model, this.#read(), rests);
    const worst = Math.max(
      ...this.#planned.map(({ z }, index) => {
        const back = zOfPoint(reader.read(codes[index]!).z, spaceOf(this.#model).classes);
        // A spread of 0 gives a zero latent, and it came back unchanged.
        if (norm(z) === 0 && norm(back) === 0) return 0;
        // A latent that came back as zero has no direction any more.
        return norm(back) === 0 ? Math.PI / 2 : angleBetween(z, back);
      }),
    );
    return { codes, rests, worst: (worst * 180) / Math.PI };
  }

  #read(): Float32Array[] {
    return this.attributes.map((id) => this.#known.attributes.find((one) => one.id === id)!.direction);
  }

  #plan(z: Float32Array): Pick<Planned, 'code' | 'rest'> {
    const terms = decompose(z, this.#atoms)
      .map(({ index, weight }) => ({ index, weight: Math.round(weight * weightSteps) / weightSteps }))
      .filter(({ weight }) => weight !== 0);
    const rest = Float64Array.from(z);
    for (const { index, weight } of terms) {
      const atom = this.#atoms[index]!;
      for (let i = 0; i < rest.length; i++) rest[i]! -= weight * atom[i]!;
    }
    const code = `m${terms.map((term) => this.#term(term)).join('!')}`;
    const whole = norm(z);
    const left = norm(Float32Array.from(rest));
    if (left <= leastRest * whole) return { code, rest: null };
    return { code, rest: Float32Array.from(rest, (value) => (value * Math.sqrt(z.length)) / whole) };
  }

  #term({ index, weight }: Term): string {
    const { seeds, attributes } = this.#known;
    const number = Math.round(weight * weightSteps);
    if (index < seeds.length) return `${number}s${seeds[index]}`;
    return `${number}a${this.numberOf(attributes[index - seeds.length]!.id)}`;
  }

  #seeded({ seed, spread = 1 }: Pick<Face, 'seed' | 'spread'>, z: Float32Array): string | null {
    if (seed === null) return null;
    const rounded = Number(spread.toFixed(4));
    const sampled = sampleZ(this.#model, seed, rounded);
    const edits = [...z.keys()].filter((index) => z[index] !== sampled[index]);
    if (edits.length > mostEdits) return null;
    const start = rounded === 1 ? `s${seed}` : `s${seed}x${rounded}`;
    return [start, ...edits.map((index) => `${index}:${Number(z[index]!.toFixed(4))}`)].join('!');
  }
}

export class LatentReader {
  readonly #model: Model;
  readonly #directions: readonly Float32Array[];
  readonly #rests: CoarseReader | null = null;
  readonly #read: Face[] = [];
  /** Describes anything in the codes that the model does not have. */
  strange: ZscapeError | null = null;

  /**
   * @param directions of the link's attributes, in their order
   * @param rests the common field, or null
   */
  constructor(model: Model, directions: readonly Float32Array[], rests: string | null) {
    this.#model = model;
    this.#directions = directions;
    const match = /^(\d{1,3})\.([A-Za-z0-9_-]*)$/.exec(rests ?? '');
    if (match) this.#rests = new CoarseReader(Number(match[1]), match[2] ?? '');
  }

  /** Reads the next code as a face. @throws LINK_INVALID if it cannot be a face of this model */
  read(code: string): Face {
    const [start = '', ...classCodes] = code.split('@');
    const before = /^r\d{1,3}$/.test(code) ? this.#read[Number(code.slice(1))] : undefined;
    const face = before ? freeFace(before.z) : this.#inClass(this.#decode(start), classCodes);
    if (face.z.some((value) => !Number.isFinite(value))) throw strangeLatent(this.#model);
    this.#read.push(face);
    return face;
  }

  #inClass(face: Face, codes: readonly string[]): Face {
    const decoded = decodeClass(this.#model, codes);
    if (!decoded) throw strangeLatent(this.#model);
    const { tail, strange } = decoded;
    this.strange ??= strange ?? null;
    if (!tail) return face;
    const origin = joinPoint(face.origin, tail);
    return { ...face, origin, z: face.z === face.origin ? origin : joinPoint(face.z, tail) };
  }

  /** Decodes a face without its class: its vectors are z alone. */
  #decode(code: string): Face {
    if (code.startsWith('m')) return freeFace(this.#combination(code.slice(1)));
    if (code.startsWith('s')) return this.#seeded(code);
    if (code.startsWith('p')) {
      const z = unpackLatent(code.slice(1), this.#model.latent.size);
      if (z) return freeFace(z);
    }
    throw strangeLatent(this.#model);
  }

  #combination(text: string): Float32Array {
    const { size } = this.#model.latent;
    const sum = new Float64Array(size);
    let magnitude: number | null = null;
    const add = (atom: ArrayLike<number>, weight: number) => {
      for (let i = 0; i < size; i++) sum[i]! += weight * atom[i]!;
    };
    const terms = text.split('!', mostTermsRead + 1);
    if (terms.length > mostTermsRead) throw strangeLatent(this.#model);
    for (const term of terms) {
      const [, weight, kind, which] = /^(-?\d{1,9})([sa])(\d{1,10})$/.exec(term) ?? [];
      const [, cell, share] = /^q(\d{1,2})\.([0-9a-z]{1,6})$/.exec(term) ?? [];
      if (kind === 's') add(sampleZ(this.#model, parseSeed(which ?? ''), 1), Number(weight) / weightSteps);
      else if (kind === 'a' && this.#directions[Number(which)])
        add(this.#directions[Number(which)]!, (Number(weight) / weightSteps) * Math.sqrt(size));
      else if (cell !== undefined && Number(cell) < classes && this.#rests) {
        const deviation = Number.parseInt(share ?? '', 36) / weightSteps;
        add(this.#rests.read(size, Number(cell)), deviation);
        magnitude = deviation * Math.sqrt(size);
      } else throw strangeLatent(this.#model);
    }
    const z = Float32Array.from(sum);
    return magnitude === null ? z : withNorm(z, magnitude);
  }

  #seeded(code: string): Face {
    const [start = '', ...edits] = code.split('!', mostEditsRead + 2);
    if (edits.length > mostEditsRead) throw strangeLatent(this.#model);
    const [seedText = '', spreadText] = start.slice(1).split('x', 2);
    const seed = parseSeed(seedText);
    const spread = spreadText === undefined ? 1 : readSpread(this.#model, spreadText);
    const origin = sampleZ(this.#model, seed, spread);
    const face: Face = { seed, ...(spread !== 1 && { spread }), origin, z: origin };
    if (edits.length === 0) return face;
    const z = origin.slice();
    for (const edit of edits) {
      const [, index, value] = /^(\d{1,7}):(-?\d{1,21}(?:\.\d{1,4})?)$/.exec(edit) ?? [];
      if (index === undefined || !(Number(index) in z)) throw strangeLatent(this.#model);
      z[Number(index)] = Number(value);
    }
    return { ...face, z };
  }
}

function readSpread(model: Model, text: string): number {
  const spread = /^\d(\.\d{1,4})?$/.test(text) ? Number(text) : Number.NaN;
  if (canSpread(model) && spread <= spreadLimits.highest) return spread;
  throw strangeLatent(model);
}

export function strangeLatent(model: Model): ZscapeError {
  return new ZscapeError(
    'LINK_INVALID',
    `This link holds a latent that does not fit ${model.title}. Was it made with another model?`,
  );
}
