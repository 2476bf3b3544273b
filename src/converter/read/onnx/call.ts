/** The context for translating one ONNX node: its inputs, its attributes, the version of its op. */
import type { Constant, Ref } from '../../graph/graph.ts';
import type { AttributeProto, TensorProto } from '../proto/gen/onnx/onnx_pb.ts';
import type { Emitter } from './emitter.ts';
import { type Held, inOrder, laid, plain, shapeOf } from './held.ts';
import { Obstacle } from './obstacle.ts';

/** The batch size that the file was written for, once it is known: as a leading size it means the batch. */
export interface WrittenBatch {
  size?: number;
}

export interface Call {
  readonly emitter: Emitter;
  /** The base of the names of its nodes. */
  readonly name: string;
  readonly op: string;
  readonly opset: number;
  /** Undefined for an omitted input. */
  readonly inputs: readonly (Held | undefined)[];
  readonly attributes: NodeAttributes;
  /** The number of outputs that the node names. */
  readonly outputs: number;
  readonly written: WrittenBatch;
  /** The number of pictures computed together, [1]. */
  readonly batch: () => Ref;
  readonly readTensor: (proto: TensorProto, what: string) => Constant;
}

/** Translates a node. @throws Obstacle if the node cannot be expressed in the converter's ops. */
export type Translate = (call: Call) => Held | readonly Held[];

export type TranslateTable = Readonly<Record<string, Translate>>;

/** A node's attributes by name; the caller supplies the defaults of ONNX's specification. */
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

/** Returns an input. @throws Obstacle if the model omits it. */
export function inputOf({ inputs }: Call, index: number): Held {
  const input = inputs[index];
  if (input === undefined) throw new Obstacle(`lacks its input ${index}`);
  return input;
}

/** Returns the input with its axes in the model's order. */
export function inputInOrder(call: Call, index: number): Ref {
  const input = inputOf(call, index);
  return laid(call.emitter, input, inOrder(input.order.length));
}

/** Returns the model's shape of an input, with -1 for sizes that depend on the batch. */
export function inputShape(call: Call, index: number): number[] {
  return shapeOf(call.emitter, inputOf(call, index));
}

/** Returns the integers in an input or, in older opsets, in an attribute; undefined if there is neither. */
export function listAt(call: Call, attribute: string, index: number): readonly number[] | undefined {
  const stated = call.attributes.ints(attribute);
  if (stated !== undefined) return stated;
  return call.inputs[index] === undefined ? undefined : numbersAt(call, index);
}

/** Returns the numbers of an input. @throws Obstacle if they are not the same for every latent and batch. */
export function numbersAt(call: Call, index: number): readonly number[] {
  const numbers = call.emitter.numbers(inputInOrder(call, index));
  if (numbers === undefined) {
    throw new Obstacle(`takes numbers from its input ${index} that are known only when the network runs`);
  }
  return numbers;
}

/** Resolves an axis that counts from the end if it is negative. */
export function axisIn(axis: number, rank: number): number {
  const resolved = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(resolved) && resolved >= 0 && resolved < rank) return resolved;
  throw new Obstacle(`asks for axis ${axis} of ${rank}`);
}

/** Returns a result with the same order of axes as an input. */
export function like(held: Held, ref: Ref): Held {
  return { ref, order: held.order };
}

/** Returns a result in the model's order of axes. */
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
