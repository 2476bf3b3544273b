import { describe, expect, test } from 'vitest';
import { type Attributes, int } from '../../graph/attributes.ts';
import type { Graph, Ref } from '../../graph/graph.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { foldShapes } from '../constants/foldShapes.ts';
import { recogniseMovedUpsample } from './nearestMoves.ts';
import { recogniseTiledUpsample } from './nearestTile.ts';

const [height, width, channels] = [3, 2, 5];

function upsampledBy(spell: (b: GraphBuilder, x: Ref) => Ref): Graph {
  const b = new GraphBuilder();
  const x = b.node('before', 'Neg', [b.input('x', [-1, height, width, channels])]);
  return b.build(b.node('after', 'Neg', [spell(b, x)]));
}

const reshape = (b: GraphBuilder, name: string, x: Ref, shape: number[]): Ref =>
  b.node(name, 'Reshape', [x, b.integers(`${name}/shape`, shape)]);
const doubled = [-1, 2 * height, 2 * width, channels];

function tiled(b: GraphBuilder, x: Ref, op: 'BatchToSpace' | 'BatchToSpaceND', n: number): Ref {
  const repeated = b.node('tile', 'Tile', [x, b.integers('times', [n * n, 1, 1, 1])]);
  const crops = b.integers('crops', [0, 0, 0, 0], [2, 2]);
  if (op === 'BatchToSpace') return b.node('up', op, [repeated, crops], { block_size: int(n) });
  return b.node('up', op, [repeated, b.integers('block', [n, n]), crops]);
}

describe('Tile along the batch and BatchToSpace', () => {
  test.each([
    ['BatchToSpaceND', 2],
    ['BatchToSpaceND', 4],
    ['BatchToSpace', 2],
  ] as const)('with %s by %i is a resize', (op, n) => {
    const graph = upsampledBy((b, x) => tiled(b, x, op, n));
    const found = recogniseTiledUpsample(graph);
    expectSame(graph, found);
    expect(opsOf(found)).toEqual(['Neg', 'Neg', 'ResizeNearestNeighbor']);
  });

  test('is not one when it crops', () => {
    const graph = upsampledBy((b, x) => {
      const repeated = b.node('tile', 'Tile', [x, b.integers('times', [4, 1, 1, 1])]);
      return b.node('up', 'BatchToSpaceND', [
        repeated,
        b.integers('block', [2, 2]),
        b.integers('crops', [1, 0, 0, 0], [2, 2]),
      ]);
    });
    expect(recogniseTiledUpsample(graph)).toBe(graph);
  });
});

const spellings: Record<string, (b: GraphBuilder, x: Ref) => Ref> = {
  'reshape, tile, reshape': (b, x) => {
    const split = reshape(b, 'split', x, [-1, height, 1, width, 1, channels]);
    return reshape(
      b,
      'up',
      b.node('tile', 'Tile', [split, b.integers('times', [1, 1, 2, 1, 2, 1])]),
      doubled,
    );
  },
  'reshape, times ones, reshape': (b, x) => {
    const split = reshape(b, 'split', x, [-1, height, 1, width, 1, channels]);
    return reshape(
      b,
      'up',
      b.node('spread', 'Mul', [split, b.floats('ones', [1, 1, 2, 1, 2, 1], [1])]),
      doubled,
    );
  },
  'one axis after the other, as Keras repeats': (b, x) => {
    const rows = b.node('rows', 'ExpandDims', [x, b.integers('two', [2], [])]);
    const tall = reshape(b, 'tall', b.node('r', 'Tile', [rows, b.integers('rt', [1, 1, 2, 1, 1])]), [
      -1,
      2 * height,
      width,
      channels,
    ]);
    const columns = b.node('columns', 'ExpandDims', [tall, b.integers('three', [3], [])]);
    return reshape(b, 'up', b.node('c', 'Tile', [columns, b.integers('ct', [1, 1, 1, 2, 1])]), doubled);
  },
  'joined to itself along a new axis': (b, x) => {
    const columns = b.node('columns', 'Pack', [x, x], { axis: int(3) });
    const wide = reshape(b, 'wide', columns, [-1, height, 2 * width, channels]);
    return reshape(b, 'up', b.node('rows', 'Pack', [wide, wide], { axis: int(2) }), doubled);
  },
  'through channels-first and back': (b, x) => {
    const first = b.node('nchw', 'Transpose', [x, b.integers('to', [0, 3, 1, 2])]);
    const split = reshape(b, 'split', first, [-1, channels, height, 1, width, 1]);
    const tile = b.node('tile', 'Tile', [split, b.integers('times', [1, 1, 1, 2, 1, 2])]);
    const joined = reshape(b, 'joined', tile, [-1, channels, 2 * height, 2 * width]);
    return b.node('up', 'Transpose', [joined, b.integers('back', [0, 2, 3, 1])]);
  },
  'depth to space of repeated channels': (b, x) => {
    const repeated = b.node('tile', 'Tile', [x, b.integers('times', [1, 1, 1, 4])]);
    return b.node('up', 'DepthToSpace', [repeated], { block_size: int(2) } satisfies Attributes);
  },
};

describe('moves of numbers', () => {
  test.each(Object.entries(spellings))('%s: is a resize', (_, spell) => {
    const graph = upsampledBy(spell);
    const found = recogniseMovedUpsample(graph);
    expectSame(graph, found);
    expect(opsOf(found)).toEqual(['Neg', 'Neg', 'ResizeNearestNeighbor']);
  });

  test('a batch that is only known at run time does not prevent recognition', () => {
    const graph = upsampledBy((b, x) => {
      const size = b.node('size', 'Shape', [x]);
      const ends = [b.integers('begin', [0]), b.integers('end', [1]), b.integers('step', [1])] as const;
      const batch = b.node('batch', 'StridedSlice', [size, ...ends], { shrink_axis_mask: int(1) });
      const of = (name: string, sizes: number[]) =>
        b.node(name, 'Pack', [batch, ...sizes.map((size, i) => b.integers(`${name}/${i}`, [size], []))]);
      const split = b.node('split', 'Reshape', [x, of('six', [height, 1, width, 1, channels])]);
      const tile = b.node('tile', 'Tile', [split, b.integers('times', [1, 1, 2, 1, 2, 1])]);
      return b.node('up', 'Reshape', [tile, of('four', doubled.slice(1))]);
    });
    const found = recogniseMovedUpsample(foldShapes(graph));
    expectSame(graph, found);
    expect(opsOf(found)).toEqual(['Neg', 'Neg', 'ResizeNearestNeighbor']);
  });

  test('a broadcast to a shape that is only known at run time does not prevent recognition', () => {
    const graph = upsampledBy((b, x) => {
      const size = b.node('size', 'Shape', [x]);
      const ends = [b.integers('begin', [0]), b.integers('end', [1]), b.integers('step', [1])] as const;
      const batch = b.node('batch', 'StridedSlice', [size, ...ends], { shrink_axis_mask: int(1) });
      const sizes = [height, 2, width, 2, channels].map((side, i) => b.integers(`side_${i}`, [side], []));
      const wish = b.node('wish', 'Pack', [batch, ...sizes]);
      const split = reshape(b, 'split', x, [-1, height, 1, width, 1, channels]);
      return reshape(b, 'up', b.node('spread', 'BroadcastTo', [split, wish]), doubled);
    });
    const found = recogniseMovedUpsample(foldShapes(graph));
    expectSame(graph, found);
    expect(opsOf(found)).toEqual(['Neg', 'Neg', 'ResizeNearestNeighbor']);
  });

  test('tiles that are not next to their pixel are not a resize', () => {
    const graph = upsampledBy((b, x) => b.node('up', 'Tile', [x, b.integers('times', [1, 2, 2, 1])]));
    expect(recogniseMovedUpsample(graph)).toBe(graph);
  });

  test('a sum that looks like a broadcast is not a move', () => {
    const graph = upsampledBy((b, x) => {
      const split = reshape(b, 'split', x, [-1, height, 1, width, 1, channels]);
      return reshape(
        b,
        'up',
        b.node('spread', 'Mul', [split, b.floats('twos', [1, 1, 2, 1, 2, 1], [2])]),
        doubled,
      );
    });
    expect(opsOf(recogniseMovedUpsample(graph))).toContain('Mul');
  });
});
