/** Twenty rounds of the campaign that `npm run bench:reloads` runs for three hundred. */
import { OwnBrowser } from '../support/reloads/ownBrowser.ts';
import { Reloads } from '../support/reloads/reloads.ts';
import { expect, test } from '../support/test.ts';

test('nothing that the page promised to keep is lost, whenever its tabs end', async ({ baseURL }) => {
  test.setTimeout(600_000);
  const seed = Number(process.env.ZSCAPE_FUZZ_SEED ?? Date.now() % 1_000_000);
  test.info().annotations.push({ type: 'seed', description: `ZSCAPE_FUZZ_SEED=${seed}` });
  const browser = new OwnBrowser();
  try {
    const report = await new Reloads(browser, `${baseURL}?backend=wasm`, seed)
      .play(20)
      .catch((error: Error) => {
        throw new Error(`With ZSCAPE_FUZZ_SEED=${seed}: ${error.message}`, { cause: error });
      });
    expect(report.rounds).toBe(20);
    expect(report.promises, JSON.stringify(report)).toBeGreaterThan(20);
  } finally {
    await browser.remove();
  }
});
