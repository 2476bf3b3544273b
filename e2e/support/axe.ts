import type { Page } from '@playwright/test';
import axe, { type ElementContext, type RunOptions } from 'axe-core';

/**
 * Runs axe in the page. `AxeBuilder` of `@axe-core/playwright` would open another page for each analysis, for frames that this page
 * does not have, and would pass it the results of every element that is fine: ten times as slow.
 *
 * @param options the rules to run; without them all but the experimental ones
 * @param within a selector of the only part to look at
 * @returns one line for each element that violates a rule: the rule, the element and what is wrong with it
 */
export async function axeComplaints(
  page: Page,
  options: RunOptions = {},
  within?: string,
): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(`${axe.source};0`);
  const { violations } = await page.evaluate(
    ([within, options]) =>
      (globalThis as unknown as { axe: typeof axe }).axe.run(
        (within ?? document) as ElementContext,
        // Only what is passed on is kept small; axe itself tests everything.
        { ...options, resultTypes: ['violations'] },
      ),
    [within, options] as const,
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}
