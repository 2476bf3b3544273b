/** The writers that other tests rely on: everything that they write is read back whole. */
import { describe, expect, it } from 'vitest';
import { memoryFiles } from '../../archive/files.ts';
import { openCheckpoint } from '../../read/tensorflow/checkpoint/checkpoint.ts';
import { chooseSignature, readSavedModel } from '../../read/tensorflow/savedModel.ts';
import { type ProganModuleOptions, proganModule } from './module.ts';
import { proganWeights, tinyProgan } from './weights.ts';

const kernelsInParts = (parts: number) => (name: string) => (name.endsWith('kernel') ? parts : undefined);

const variants: [string, ProganModuleOptions][] = [
  ['plain', {}],
  ['Snappy blocks and three shards', { compression: 'snappy', blockBytes: 200, shards: 3 }],
  ['kernels in two parts', { partsOf: kernelsInParts(2), shards: 2 }],
  ['kernels in five parts, Snappy', { partsOf: kernelsInParts(5), compression: 'snappy' }],
];

describe('the module writer', () => {
  it.each(variants)('writes weights that are read back bit for bit: %s', async (_, options) => {
    const files = memoryFiles(proganModule(tinyProgan, { ...options, seed: 3 }));
    const checkpoint = await openCheckpoint(files, 'variables/variables');
    const weights = proganWeights(tinyProgan, 3);
    expect([...checkpoint.names]).toEqual([...weights.keys()].sort());
    for (const [name, tensor] of weights) expect(checkpoint.tensor(name)).toEqual(tensor);
  });

  it('writes a graph with the signature of TF-Hub modules', async () => {
    const model = await readSavedModel(memoryFiles(proganModule(tinyProgan)));
    const { name, signature } = chooseSignature(model, {});
    expect(name).toBe('default');
    expect(Object.values(signature.inputs).map((input) => input.name)).toEqual(['latent_vector:0']);
  });
});
