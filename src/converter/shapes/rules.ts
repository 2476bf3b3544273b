/**
 * For each op, the shapes of its outputs from the shapes of its inputs, and from the numbers of those inputs that state
 * shapes (axes, paddings, sizes).
 */
import { convolutionRules } from './convolutionRules.ts';
import { elementwiseRules } from './elementwiseRules.ts';
import { layoutRules } from './layoutRules.ts';
import type { ShapeRule } from './shapeRule.ts';

const rules: ReadonlyMap<string, ShapeRule> = new Map(
  [elementwiseRules, layoutRules, convolutionRules].flatMap((table) => Object.entries(table)),
);

/** Returns the shape rule of an op, or undefined for one without a rule. */
export function ruleOf(op: string): ShapeRule | undefined {
  return rules.get(op);
}
