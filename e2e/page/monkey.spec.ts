/** One minute of the monkey that `npm run bench:monkey` runs for ten. */
import { Monkey } from '../support/campaigns/monkey.ts';
import { expect, test } from '../support/test.ts';

test('a monkey finds nothing that breaks the page', async ({ context, baseURL }) => {
  test.setTimeout(300_000);
  const seed = Number(process.env.ZSCAPE_FUZZ_SEED ?? Date.now() % 1_000_000);
  test.info().annotations.push({ type: 'seed', description: `ZSCAPE_FUZZ_SEED=${seed}` });
  const { acts, counts } = await new Monkey(context, `${baseURL}?backend=wasm`, seed).play(
    (done) => done < 120,
  );
  expect(acts).toBe(120);
  expect(counts.press, JSON.stringify(counts)).toBeGreaterThan(10);
});
