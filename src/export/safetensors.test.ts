import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type NamedTensor, writeSafetensors } from './safetensors.ts';

const python = process.env.PYTHON ?? 'python3';
const hasLibrary = spawnSync(python, ['-c', 'import numpy, safetensors']).status === 0;

const tensors: NamedTensor[] = [
  { name: 'labelled/眼鏡 "glasses"', shape: [3], data: Float32Array.of(1, -2.5, 1e-20) },
  { name: '7', shape: [2, 2], data: Float32Array.of(0.1, 0.2, 0.3, 0.4) },
  { name: 'empty', shape: [0, 4], data: new Float32Array() },
];

/** Reads a file according to the format's own description. */
function read(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = Number(view.getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  return { length, header, data: bytes.slice(8 + length) };
}

describe('a file of tensors', () => {
  it("matches the format's description byte for byte", () => {
    const file = writeSafetensors([{ name: 'a', shape: [1], data: Float32Array.of(1) }], { of: 'b' });
    const json = '{"__metadata__":{"of":"b"},"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}';
    const padded = json.padEnd(Math.ceil(json.length / 8) * 8);
    const expected = Buffer.concat([
      Buffer.from([padded.length, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from(padded),
      Buffer.from([0, 0, 0x80, 0x3f]),
    ]);
    expect(Buffer.from(file)).toEqual(expected);
  });

  it('holds every tensor where its header says, in the given order, without gaps', () => {
    const { length, header, data } = read(writeSafetensors(tensors));
    expect(length % 8).toBe(0);
    let end = 0;
    for (const { name, shape, data: values } of tensors) {
      const entry = header[name];
      expect(entry).toEqual({ dtype: 'F32', shape, data_offsets: [end, end + 4 * values.length] });
      expect(new Float32Array(data.slice(...entry.data_offsets).buffer)).toEqual(values);
      end += 4 * values.length;
    }
    expect(data.length).toBe(end);
    expect(header.__metadata__).toBeUndefined();
  });

  it('is not written with a duplicate name, the reserved name, or a shape that does not fit', () => {
    const [first] = tensors as [NamedTensor];
    expect(() => writeSafetensors([first, first])).toThrow(/taken/);
    expect(() => writeSafetensors([{ ...first, name: '__metadata__' }])).toThrow(/taken/);
    expect(() => writeSafetensors([{ ...first, shape: [2] }])).toThrow(/do not fill/);
  });

  it.skipIf(!hasLibrary)("is read by the format's own library", () => {
    const folder = mkdtempSync(join(tmpdir(), 'safetensors-'));
    try {
      const path = join(folder, 'some.safetensors');
      writeFileSync(path, writeSafetensors(tensors, { model: 'avatars' }));
      const script = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], framework="np") as f:
    print(json.dumps({"metadata": f.metadata(), "tensors": {k: [list(f.get_tensor(k).shape), f.get_tensor(k).flatten().tolist()] for k in f.keys()}}))`;
      const seen = JSON.parse(execFileSync(python, ['-c', script, path], { encoding: 'utf8' }));
      expect(seen.metadata).toEqual({ model: 'avatars' });
      expect(Object.keys(seen.tensors).sort()).toEqual(tensors.map(({ name }) => name).sort());
      for (const { name, shape, data } of tensors) expect(seen.tensors[name]).toEqual([shape, [...data]]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
