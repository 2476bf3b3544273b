/**
 * A page that runs every kernel on the browser's GPU and compares it with the definition: one line each, with the largest
 * difference and the largest permitted one. `?only=` selects those whose name contains it.
 */
import { isSoftware } from '../../probe.ts';
import { openDevice } from '../device.ts';
import { cases } from './cases.ts';
import { generatorCases } from './generators.ts';
import { gradientCases } from './gradientCases.ts';
import { checkLayer } from './layer.ts';
import { paintingCases } from './painting.ts';
import { checkWhole } from './whole.ts';
import { wholeCases } from './wholes.ts';

const output = document.querySelector('output')!;
const list = document.querySelector('ol')!;
const only = new URLSearchParams(location.search).get('only') ?? '';

function report(name: string, tolerance: number, difference: number, why = ''): void {
  const line = document.createElement('li');
  // Written so that NaN counts as wrong.
  line.className = difference <= tolerance ? 'right' : 'wrong';
  line.textContent = `${name}: ${why || `${difference.toExponential(1)} of ${tolerance.toExponential(0)}`}`;
  list.append(line);
}

async function checked(name: string, tolerance: number, work: () => Promise<number>): Promise<void> {
  if (!name.includes(only)) return;
  output.textContent = name;
  try {
    report(name, tolerance, await work());
  } catch (error) {
    report(name, tolerance, Number.NaN, error instanceof Error ? error.message : String(error));
  }
}

async function main(): Promise<void> {
  const { device, traits } = await openDevice();
  for (const test of cases(device)) {
    await checked(test.name, test.tolerance, async () => {
      const { output: values, square } = await checkLayer(device, test);
      // The error of a mean square is about twice that of a value of about 1.
      return Math.max(values, square / 2);
    });
  }
  for (const test of wholeCases(device)) {
    await checked(test.name, test.tolerance, () => checkWhole(device, test));
  }
  for (const test of paintingCases) await checked(test.name, test.tolerance, () => test.run(device));
  for (const test of generatorCases) await checked(test.name, test.tolerance, () => test.run(device));
  for (const test of gradientCases(device)) await checked(test.name, test.tolerance, () => test.run(device));
  output.textContent = `Done on ${isSoftware(traits) ? 'a processor' : 'a GPU'}.`;
}

main().catch((error: unknown) => {
  output.textContent = `Failed: ${error instanceof Error ? error.message : String(error)}`;
});
