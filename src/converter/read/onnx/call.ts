/** What the translation of one ONNX node is made from: its inputs, its attributes, the version of its op. */
import type { Constant, Ref } from '../../graph/graph.ts';
import type { AttributeProto, TensorProto } from '../proto/gen/onnx/onnx_pb.ts';
import type { Emitter } from './emitter.ts';
import { type Held, inOrder, laid, plain, shapeOf } from './held.ts';
import { Obstacle } from './obstacle.ts';

/** The number of pictures that the file was written for, once it is known: as a leading size it means the batch. */
export interface WrittenBatch {
  size?: number;
}

export interface Call {
  readonly emitter: Emitter;
  /** What the nodes made of it are named after. */
  readonly name: string;
  readonly op: string;
  readonly opset: number;
  /** Undefined for an input that is left out. */
  readonly inputs: readonly (Held | undefined)[];
  readonly attributes: NodeAttributes;
  /** How many outputs the node names. */
  readonly outputs: number;
  readonly written: WrittenBatch;
  /** The number of pictures that are computed at once, [1]. */
  readonly batch: () => Ref;
  readonly readTensor: (proto: TensorProto, what: string) => Constant;
}

/** @throws Obstacle where the node asks for what cannot be said in the converter's ops. */
export type Translate = (call: Call) => Held | readonly Held[];

export type TranslateTable = Readonly<Record<string, Translate>>;

/** A node's attributes by name, with the defaults of ONNX's specification given by who asks. */
export class NodeAttributes {
  readonly #byName: ReadonlyMap<string, AttributeProto>;

  constructor(attributes: readonly AttributeProto[]) {
    this.#byName = new Map(attributes.map((one) => [one.name, one]));
  }

  has(name: string): boolean {
    return this.#byName.has(name);
  }

  int(name: string, fallback: number): number {
    const value = this.#byName.get(name)?.i;
    return value === undefined ? fallback : Number(value);
  }

  float(name: string, fallback: number): number {
    return this.#byName.get(name)?.f ?? fallback;
  }

  ints(name: string): number[] | undefined {
    return this.#byName.get(name)?.ints.map(Number);
  }

  floats(name: string): number[] | undefined {
    return this.#byName.get(name)?.floats;
  }

  text(name: string, fallback: string): string {
    const value = this.#byName.get(name)?.s;
    return value === undefined ? fallback : new TextDecoder().decode(value.subarray(0, 64));
  }

  tensor(name: string): TensorProto | undefined {
    return this.#byName.get(name)?.t;
  }
}

/** @throws Obstacle when the model leaves that input out. */
export function inputOf({ inputs }: Call, index: number): Held {
  const input = inputs[index];
  if (input === undefined) throw new Obstacle(`lacks its input ${index}`);
  return input;
}

/** The input with its axes as the model says. */
export function inputInOrder(call: Call, index: number): Ref {
  const input = inputOf(call, index);
  return laid(call.emitter, input, inOrder(input.order.length));
}

/** The model's shape of an input; -1 where it depends on the batch. */
export function inputShape(call: Call, index: number): number[] {
  return shapeOf(call.emitter, inputOf(call, index));
}

/** The whole numbers that an input or, in older opsets, an attribute states; undefined when neither is there. */
export function listAt(call: Call, attribute: string, index: number): readonly number[] | undefined {
  const stated = call.attributes.ints(attribute);
  if (stated !== undefined) return stated;
  return call.inputs[index] === undefined ? undefined : numbersAt(call, index);
}

/** The numbers of an input. @throws Obstacle where they are not the same for every latent and batch. */
export function numbersAt(call: Call, index: number): readonly number[] {
  const numbers = call.emitter.numbers(inputInOrder(call, index));
  if (numbers === undefined) {
    throw new Obstacle(`takes numbers from its input ${index} that are known only when the network runs`);
  }
  return numbers;
}

/** An axis that counts from the end when it is negative. */
export function axisIn(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(resolved) && resolved >= 0 && resolved < rank) return resolved;
  throw new Obstacle(`asks for axis ${axis} of ${rank}`);
}

/** A result that lies as an input does. */
export function like(held: Held, ref: Ref): Held {
  return { ref, order: held.order };
}

/** A result that lies as the model says. */
export function result(call: Call, ref: Ref): Held {
  return plain(call.emitter, ref);
}

export function scalar(call: Call, name: string, value: number): Ref {
  return call.emitter.floats(`${call.name}/${name}`, [value], []);
}

/** Adds a node that belongs to the call. */
export function emit(call: Call, op: string, name: string, inputs: readonly Ref[], attrs = {}): Ref {
  return call.emitter.add(op, name === '' ? call.name : `${call.name}/${name}`, inputs, attrs);
}
