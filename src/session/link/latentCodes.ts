/**
 * Latents in a link. Each is written as briefly as possible, in terms of what the reading page knows too. `LatentWriter` and
 * `LatentReader` are reverses, up to the stated rounding; latents are read in the order in which they were written.
 *
 *   s17            the face of seed 17
 *   s17!3:1.25     with dimension 3 set to 1.25
 *   r2             the same as the third latent of this link
 *   m7071s17!-120a0!q5.7ps   0.7071 of seed 17, less 0.012 of attribute 0 (times sqrt(size)), and a rest
 *
 * The rests of all latents share the field `q=`, such as `q12.AAB...`: the step's number and the digits (`latent/code/coarse.ts`).
 * The code of a latent holds the class of its rest, and the magnitude of the whole latent over sqrt(size), in ten-thousandths
 * to base 36.
 */

import { ZscapeError } from '../../base/errors.ts';
import { parseSeed } from '../../base/random.ts';
import type { BundleManifest } from '../../bundle/schema/manifest.ts';
import { CoarseReader, CoarseWriter, classes } from '../../latent/code/coarse.ts';
import { decompose, type Term } from '../../latent/code/combination.ts';
import { unpackLatent } from '../../latent/code/pack.ts';
import { angleBetween, norm, scale, withNorm } from '../../latent/vector/vector.ts';
import { sampleFace } from '../../store/select/faces.ts';
import type { Face } from '../../store/state/state.ts';

/** A seed with more edits than this is written more briefly as a rest. */
const mostEdits = 40;
/** Reading allows for more than this page writes, since other versions may have written more. */
const mostEditsRead = 512;
/** Each term costs the drawing of a whole face. This page writes at most twelve terms and a rest. */
const mostTermsRead = 32;
const weightSteps = 1e4;
/** A rest below this share of the whole is left out. It turns the face by a hundredth of a degree. */
const leastRest = 2e-4;

/** What a latent may be made of: the faces of seeds, and attributes that every page with this model has. */
export interface Known {
  seeds: readonly number[];
  attributes: readonly { id: string; direction: Float32Array }[];
}

interface Planned {
  z: Float32Array;
  /** The code without its rest. */
  code: string;
  /** What the code leaves out, divided by the root mean square of z; null when nothing is left out. */
  rest: Float32Array | null;
}

export class LatentWriter {
  readonly #model: BundleManifest;
  readonly #known: Known;
  readonly #atoms: readonly Float32Array[];
  readonly #planned: Planned[] = [];
  /** Ids of the attributes that the codes use, in the order of their numbers. */
  readonly attributes: string[] = [];

  constructor(model: BundleManifest, known: Known) {
    this.#model = model;
    this.#known = known;
    this.#atoms = [
      ...known.seeds.map((seed) => sampleFace(model, seed).z),
      ...known.attributes.map(({ direction }) => scale(direction, Math.sqrt(model.latent.size))),
    ];
  }

  /** The number that an attribute has in this link. */
  numberOf(id: string): number {
    if (!this.attributes.includes(id)) this.attributes.push(id);
    return this.attributes.indexOf(id);
  }

  /** Adds a face to the link. @returns the index of its code in what `codes` returns */
  add({ seed, z }: Pick<Face, 'seed' | 'z'>): number {
    this.#planned.push(this.#plan(seed, z));
    return this.#planned.length - 1;
  }

  /** True when some latent cannot be written without a rest. */
  get hasRests(): boolean {
    return this.#planned.some(({ rest }) => rest !== null);
  }

  /**
   * @param step number of the rests' step
   * @returns the codes, the common field (null for none) and the largest angle between a latent and what comes back, in degrees
   */
  codes(step: number): { codes: string[]; rests: string | null; worst: number } {
    const writer = new CoarseWriter(step);
    const codes = this.#planned.map(({ z, code, rest }) => {
      if (!rest) return code;
      const share = norm(z) / Math.sqrt(z.length);
      const whole = `q${writer.write(rest)}.${Math.round(share * weightSteps).toString(36)}`;
      return code === 'm' ? `m${whole}` : `${code}!${whole}`;
    });
    if (!this.hasRests) return { codes, rests: null, worst: 0 };
    const rests = `${step}.${writer.end()}`;
    const reader = new LatentReader(this.#model, this.#read(), rests);
    const worst = Math.max(
      ...this.#planned.map(({ z }, index) => {
        const back = reader.read(codes[index]!).z;
        // A latent that came back as zero has no direction any more.
        return norm(back) === 0 ? Math.PI / 2 : angleBetween(z, back);
      }),
    );
    return { codes, rests, worst: (worst * 180) / Math.PI };
  }

  #read(): Float32Array[] {
    return this.attributes.map((id) => this.#known.attributes.find((one) => one.id === id)!.direction);
  }

  #plan(seed: number | null, z: Float32Array): Planned {
    const exact = seed === null ? null : this.#seeded(seed, z);
    if (exact) return { z, code: exact, rest: null };
    const same = this.#planned.findIndex((one) => one.z.every((value, i) => value === z[i]));
    if (same >= 0) return { z, code: `r${same}`, rest: null };
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
    if (left <= leastRest * whole) return { z, code, rest: null };
    return { z, code, rest: Float32Array.from(rest, (value) => (value * Math.sqrt(z.length)) / whole) };
  }

  #term({ index, weight }: Term): string {
    const { seeds, attributes } = this.#known;
    const number = Math.round(weight * weightSteps);
    if (index < seeds.length) return `${number}s${seeds[index]}`;
    return `${number}a${this.numberOf(attributes[index - seeds.length]!.id)}`;
  }

  #seeded(seed: number, z: Float32Array): string | null {
    const sampled = sampleFace(this.#model, seed).z;
    const edits = [...z.keys()].filter((index) => z[index] !== sampled[index]);
    if (edits.length > mostEdits) return null;
    return [`s${seed}`, ...edits.map((index) => `${index}:${Number(z[index]!.toFixed(4))}`)].join('!');
  }
}

export class LatentReader {
  readonly #model: BundleManifest;
  readonly #directions: readonly Float32Array[];
  readonly #rests: CoarseReader | null = null;
  readonly #read: Face[] = [];

  /**
   * @param directions of the link's attributes, in their order
   * @param rests the common field, or null
   */
  constructor(model: BundleManifest, directions: readonly Float32Array[], rests: string | null) {
    this.#model = model;
    this.#directions = directions;
    const match = /^(\d{1,3})\.([A-Za-z0-9_-]*)$/.exec(rests ?? '');
    if (match) this.#rests = new CoarseReader(Number(match[1]), match[2] ?? '');
  }

  /** Reads the next code as a face. @throws LINK_INVALID when it cannot be a face of this model. */
  read(code: string): Face {
    const face = this.#decode(code);
    if (face.z.some((value) => !Number.isFinite(value))) throw strangeLatent(this.#model);
    this.#read.push(face);
    return face;
  }

  #decode(code: string): Face {
    if (code.startsWith('m')) return free(this.#combination(code.slice(1)));
    if (code.startsWith('s')) return this.#seeded(code);
    if (code.startsWith('p')) {
      const z = unpackLatent(code.slice(1), this.#model.latent.size);
      if (z) return free(z);
    }
    const before = /^r\d{1,3}$/.test(code) ? this.#read[Number(code.slice(1))] : undefined;
    if (before) return free(before.z);
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
      if (kind === 's') add(sampleFace(this.#model, parseSeed(which ?? '')).z, Number(weight) / weightSteps);
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
    const face = sampleFace(this.#model, parseSeed(start.slice(1)));
    if (edits.length === 0) return face;
    const z = face.z.slice();
    for (const edit of edits) {
      const [, index, value] = /^(\d{1,7}):(-?\d{1,21}(?:\.\d{1,4})?)$/.exec(edit) ?? [];
      if (index === undefined || !(Number(index) in z)) throw strangeLatent(this.#model);
      z[Number(index)] = Number(value);
    }
    return { ...face, z };
  }
}

function free(z: Float32Array): Face {
  return { seed: null, origin: z, z };
}

export function strangeLatent(model: BundleManifest): ZscapeError {
  return new ZscapeError(
    'LINK_INVALID',
    `This link holds a latent that ${model.title} cannot take: was it made with another model?`,
  );
}
