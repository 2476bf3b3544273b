/** The programs for the inside of a network: unchanged, without norms, and changed. */
import * as at from '../layout.ts';
import type { Machine } from '../memory/machine.ts';
import { type InsideHead, type InsidePlaces, layerSteps, setNorm } from './inside.ts';
import { type Step, stepsOf } from './layer.ts';
import { type MapsTouched, measureStep, touch } from './maps.ts';
import type { Program } from './program.ts';

/** The changes in each layer. */
export interface LayersChanged {
  normed: readonly boolean[];
  touched: readonly (MapsTouched | undefined)[];
}

const headStep = ({ shown }: InsideHead): Step => ({
  op: at.OP_HEAD,
  tasks: shown.size,
  argument: shown.record,
});

export class InsidePrograms {
  readonly #machine: Machine;
  readonly #places: InsidePlaces;
  readonly #layers: number;
  /** Steps of the changed network, by layer. */
  #steps: Step[][];
  /** The unchanged network up to each layer. Part i is layer i. */
  readonly plain: readonly Program[];
  readonly changed: readonly Program[];
  /** All layers, measuring the levels of their maps. */
  readonly measured: Program;
  readonly bare: Program;
  /** The changed network's pictures. */
  readonly full: Program;
  readonly previews: readonly Program[];
  /** The picture of the changed network during growth. */
  readonly growth: Program;

  constructor(machine: Machine, places: InsidePlaces) {
    this.#machine = machine;
    this.#places = places;
    const { rows, maps, heads } = places;
    this.#layers = maps.length;
    let taken = 0;
    const empty = (): Program => ({
      ...{ address: places.program(taken++), steps: [], parts: [], pictures: 0 },
      ...{ head: heads.full.shown, cost: 0 },
    });
    const upTo = (): Program[] => {
      const first = empty();
      return maps.map(() => ({ ...first }));
    };
    const measuring = (row: typeof rows.plain) =>
      maps.map((each, i) => [...layerSteps(row, i), measureStep(each)]);
    this.plain = upTo();
    this.changed = upTo();
    this.measured = empty();
    this.bare = empty();
    this.full = empty();
    this.growth = empty();
    this.previews = heads.refitted.map(empty);
    this.#writeUpTo(
      this.plain,
      maps.map((_, i) => layerSteps(rows.plain, i)),
    );
    this.#write(this.measured, measuring(rows.plain));
    this.#write(this.bare, measuring(rows.bare));
    this.#steps = [];
    this.change({ normed: maps.map(() => true), touched: maps.map(() => undefined) });
  }

  /** Applies changes to the programs of the changed network, none of which may be running. */
  change({ normed, touched }: LayersChanged): void {
    const { rows, maps, last, heads } = this.#places;
    const { view } = this.#machine;
    const end = this.#layers - 1;
    const layers = [rows.changed.dense, ...rows.changed.convolutions.map(({ layer }) => layer)];
    layers.forEach((layer, i) => void setNorm(view, layer, normed[i]!));
    setNorm(view, last.layer, normed[end]!);
    const touches = maps.map((each, i) => {
      const what = touched[i];
      return what ? touch(this.#machine, each, what) : [];
    });
    this.#steps = maps.map((_, i) => [...layerSteps(rows.changed, i), ...touches[i]!]);
    this.#writeUpTo(this.changed, this.#steps);
    // As in frames, the head reads the last layer's pixels directly, unless they are changed first.
    if (touches[end]!.length > 0) this.#write(this.full, [...this.#steps, [headStep(heads.full)]], end + 1);
    else this.#write(this.full, [...this.#steps.slice(0, end), stepsOf(last.layer, last.cut)], end);
    heads.refitted.forEach((head, i) => {
      const { after } = head.planned;
      const program = this.previews[i]!;
      this.#write(program, [...this.#steps.slice(0, after + 1), [headStep(head)]], after + 1, head);
    });
  }

  /** Sets the program of growth to the pictures of a head, and of the lower one over which it fades in. */
  grow(head: InsideHead, lower: InsideHead | undefined): void {
    const { after } = head.planned;
    const parts = this.#steps
      .slice(0, after + 1)
      .map((steps, i) => (lower?.planned.after === i ? [...steps, headStep(lower)] : steps));
    this.#write(this.growth, [...parts, [headStep(head)]], after + 1, head);
  }

  #writeUpTo(programs: readonly Program[], parts: readonly Step[][]): void {
    programs.forEach((program, i) => void this.#write(program, parts.slice(0, i + 1)));
  }

  /** @param pictures the number of pictures; part i writes number i. */
  #write(program: Program, parts: readonly Step[][], pictures = parts.length, head?: InsideHead): void {
    program.steps = parts.flat();
    let end = 0;
    program.parts = parts.map((steps) => (end += steps.length));
    program.pictures = pictures;
    if (head) program.head = head.shown;
    this.#machine.write(program.address, program.steps);
  }
}
