/** Shows rows as bars: one group per model and batch, quickest first. */
import type { Row } from './measure.ts';

const titles: Record<Row['engine'], string> = {
  zscape: 'Zscape',
  tfjs: 'TensorFlow.js',
  'onnxruntime-web': 'ONNX Runtime',
  'jax-js': 'jax-js',
};
const backends: Record<Row['backend'], string> = {
  wasm: 'WASM',
  webgpu: 'WebGPU',
  webgl: 'WebGL',
  cpu: 'JavaScript',
};

export function bars(rows: readonly Row[]): HTMLElement[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = `${row.model}${row.batch > 1 ? `, ${row.batch} pictures at once` : ''}`;
    groups.set(name, [...(groups.get(name) ?? []), row]);
  }
  return [...groups].map(([name, group]) => {
    const section = element('section');
    const list = element('ol');
    const longest = Math.max(...group.map(({ median_ms }) => median_ms));
    for (const row of group.toSorted((a, b) => a.median_ms - b.median_ms)) list.append(lineOf(row, longest));
    section.append(element('h2', '', name), list);
    return section;
  });
}

function lineOf(row: Row, longest: number): HTMLElement {
  const line = element('li', row.engine === 'zscape' ? 'own' : '');
  const bar = element('div', 'bar');
  bar.style.width = `${Math.max(0.5, (100 * row.median_ms) / longest)}%`;
  const facts = [
    `95 % within ${format(row.p95_ms)}`,
    `first picture ${format(row.cold_ms)}`,
    `${Math.round(row.memory_bytes / 2 ** 20)} MB`,
    `${row.gflops} GFLOPS${row.share_of_peak > 0 ? ` (${Math.round(100 * row.share_of_peak)} % of the peak)` : ''}`,
    ...(row.dispatches > 0 ? [`${Math.round(row.dispatches)} dispatches`] : []),
  ];
  line.append(
    element('span', 'name', `${titles[row.engine]} `),
    element('span', 'on', `${backends[row.backend]}, ${row.detail}`),
    element('span', 'ms', format(row.median_ms)),
    bar,
    element('span', 'facts', facts.join(' · ')),
  );
  return line;
}

const format = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

function element(tag: string, className = '', text = ''): HTMLElement {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}
