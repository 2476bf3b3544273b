/** The inputs and the result of a shape rule. All shapes here are definite; `shapesOf.ts` deals with the unknown batch. */
import type { GraphNode } from '../graph/graph.ts';

export type Shape = readonly number[];

export interface RuleInput {
  readonly shape: Shape;
  /** Its numbers, when they are known and few. */
  readonly values: readonly number[] | undefined;
}

/** Returns undefined if the inputs do not say enough. */
export type ShapeRule = (inputs: readonly RuleInput[], node: GraphNode) => readonly Shape[] | undefined;
