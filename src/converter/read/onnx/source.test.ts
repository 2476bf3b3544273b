import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { openPath } from '../../archive/open.node.ts';
import { writeOnnx } from '../../testing/write/onnx.ts';
import { readModel } from './readModel.ts';
import { onnx } from './source.ts';

const root = new URL('../../../../fixtures/onnx/', import.meta.url);

describe('a single .onnx file', () => {
  test('is recognised by its first bytes', async () => {
    const model = writeOnnx({ nodes: [{ opType: 'Relu', input: ['x'], output: ['y'] }] });
    expect(onnx.singleFile!.matches(model, model.length)).toBe(true);
    const savedModel = Uint8Array.of(8, 1, 0x12, 0);
    expect(onnx.singleFile!.matches(savedModel, 4)).toBe(false);
    expect(onnx.singleFile!.matches(new TextEncoder().encode('{"a":1}'), 7)).toBe(false);
  });

  test('is opened under any name', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onnx-'));
    const path = join(folder, 'generator.bin');
    await writeFile(path, writeOnnx({ nodes: [{ opType: 'Relu', input: ['x'], output: ['y'] }] }));
    const files = await openPath(path);
    expect((await readModel(files, {})).inputs[0]!.shape).toEqual([-1, 4]);
    await files.close();
  });

  test('finds the weights beside it', async () => {
    const files = await openPath(fileURLToPath(new URL('dcgan-external/model.onnx', root)));
    const graph = await readModel(files, {});
    expect(graph.outputs).toHaveLength(1);
    await files.close();
  });
});
