import { unzipSync } from 'fflate';
import { expect, it } from 'vitest';
import { readNpy } from '../../export/npy.ts';
import type { Attribute } from '../../store/state/state.ts';
import { model } from '../testing/tinyModel.ts';
import { directionsAsSafetensors, directionsAsZip } from './directions.ts';

const { size } = model.latent;
const one = (name: string, group: Attribute['group'], value: number): Attribute => ({
  id: `${group}:${name}`,
  ...{ name, group },
  direction: new Float32Array(size).fill(value),
});
const list = [
  one('Glasses', 'labelled', 0.5),
  one('Mine, "all"', 'taught', -1),
  one('Mine, "all"', 'taught', 2),
];

it('directions are exported as named tensors', () => {
  const bytes = directionsAsSafetensors(model, list);
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
  expect(Object.keys(header)).toEqual([
    '__metadata__',
    'labelled/Glasses',
    'taught/Mine, "all"',
    'taught/Mine, "all" 2',
  ]);
  expect(header.__metadata__).toMatchObject({ model: model.id, title: model.title });
  const entry = header['taught/Mine, "all"'];
  expect(entry.shape).toEqual([size]);
  const data = bytes.slice(8 + length + entry.data_offsets[0], 8 + length + entry.data_offsets[1]);
  expect([...new Float32Array(data.buffer)]).toEqual(new Array(size).fill(-1));
});

it('directions are exported as a NumPy file with a table of its rows', () => {
  const files = unzipSync(directionsAsZip(model, list));
  const { data, shape } = readNpy(files['directions.npy']!);
  expect(shape).toEqual([3, size]);
  expect([data[0], data[size], data[2 * size]]).toEqual([0.5, -1, 2]);
  const lines = new TextDecoder().decode(files['directions.csv']).split('\r\n');
  expect(lines[0]).toBe('row,name,group,heading,low,high');
  expect(lines[3]).toBe('2,"Mine, ""all"" 2",taught,,,');
});
