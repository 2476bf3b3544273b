import { expect, it } from 'vitest';
import { fuzz } from '../../testing/fuzz.ts';
import { mutate } from '../../testing/mutate/bytes.ts';
import { trainedProgan, withHeader, writeSafetensors } from '../../testing/write/safetensors.ts';
import { proganGraph } from './graph.ts';
import { readProganSafetensors } from './progan.ts';

const config = { res: 8, base: 8, max: 4, latent: 3 };
const good = writeSafetensors(trainedProgan(config, 1), { config: JSON.stringify(config) });

it('damaged .safetensors files are read or refused with a sentence', async () => {
  const headerBytes = new DataView(good.buffer).getUint32(0, true);
  const header = good.subarray(8, 8 + headerBytes);
  const data = good.subarray(8 + headerBytes);
  const { refused } = await fuzz('safetensors', 1500, async (random) => {
    const inHeader = random.below(3) > 0;
    const bad = inHeader
      ? withHeader(new TextDecoder().decode(mutate(header, random)), data)
      : mutate(good, random);
    const weights = readProganSafetensors(bad, 'damaged.safetensors');
    expect(proganGraph(weights).outputs.length).toBe(weights.blocks.length);
  });
  expect(refused.size).toBeGreaterThan(1);
}, 60_000);
