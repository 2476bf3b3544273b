import { describe, expect, test } from 'vitest';
import type { Graph } from '../../graph/graph.ts';
import { expectSame, GraphBuilder } from '../../testing/graphBuilder.ts';
import { mergeReshapes } from './mergeReshapes.ts';

/** z [n, 6] through reshapes to each of the shapes, then squared. */
function reshaped(...shapes: number[][]): Graph {
  const graph = new GraphBuilder();
  let x = graph.input('z', [-1, 6]);
  shapes.forEach((shape, i) => {
    x = graph.node(`reshape_${i}`, 'Reshape', [x, graph.integers(`shape_${i}`, shape)]);
  });
  return graph.build(graph.node('out', 'Square', [x]));
}

const reshapes = (graph: Graph) => [...graph.nodes.values()].filter(({ op }) => op === 'Reshape').length;

describe('mergeReshapes', () => {
  test('merges several reshapes into one', () => {
    const graph = reshaped([-1, 6, 1, 1], [-1, 2, 3], [-1, 1, 1, 6]);
    const merged = mergeReshapes(graph);
    expect(reshapes(merged)).toBe(1);
    expectSame(graph, merged);
  });

  test('drops reshapes that lead back to the original shape', () => {
    const graph = reshaped([-1, 1, 1, 6], [-1, 6]);
    const merged = mergeReshapes(graph);
    expect(reshapes(merged)).toBe(0);
    expectSame(graph, merged);
  });

  test('leaves a single reshape alone', () => {
    const graph = reshaped([-1, 2, 3]);
    expect(mergeReshapes(graph)).toBe(graph);
  });
});
