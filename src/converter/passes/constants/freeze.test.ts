import { expect, test } from 'vitest';
import { type Graph, ref } from '../../graph/graph.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { expectSame, GraphBuilder, opsOf } from '../../testing/graphBuilder.ts';
import { freeze } from './freeze.ts';

const kernel: Tensor = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, -2, 3, 0.5, 0, 7) };

function withVariable(op: string, resource: boolean): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  const variable = b.node('w', op, []);
  const read = b.node('w/read', resource ? 'ReadVariableOp' : 'Identity', [variable]);
  return b.build(b.node('y', 'MatMul', [x, read]));
}

function expected(): Graph {
  const b = new GraphBuilder();
  const x = b.input('x', [-1, 2]);
  return b.build(b.node('y', 'MatMul', [x, b.floats('w', [2, 3], Array.from(kernel.data as Float32Array))]));
}

test.each([
  ['VariableV2', false],
  ['Variable', false],
  ['VarHandleOp', true],
])('a %s becomes its value', (op, resource) => {
  const frozen = freeze(withVariable(op, resource), (node) => (node.name === 'w' ? kernel : undefined));
  expectSame(expected(), frozen);
  expect(opsOf(frozen)).not.toContain(op);
  expect(opsOf(frozen)).not.toContain('ReadVariableOp');
});

test('variables without a value are all listed', () => {
  const b = new GraphBuilder();
  const graph = b.build(
    b.node('y', 'AddV2', [b.node('left', 'VariableV2', []), b.node('right', 'VarHandleOp', [])]),
  );
  expect(() => freeze(graph, () => undefined)).toThrow(/"left".*"right"/);
});

test('weights are shared with the checkpoint, not copied', () => {
  const frozen = freeze(withVariable('VariableV2', false), () => kernel);
  expect(frozen.nodes.get(ref('w').node)!.constant!.load().data).toBe(kernel.data);
});
