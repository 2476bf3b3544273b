/** The page: measures when it is asked to, by a person or by `run.ts`, and shows bars. */
import { measure, type Plan, type Row } from './measure.ts';

declare global {
  interface Window {
    zscapeBench(plan: Plan): Promise<Row[]>;
  }
}

const status = document.querySelector('output')!;
const table = document.querySelector('tbody')!;
const shown: Row[] = [];

window.zscapeBench = async (plan) => {
  const rows = await measure(plan, (words) => {
    status.textContent = words;
  });
  shown.push(...rows);
  status.textContent = 'Done.';
  show();
  return rows;
};

document.querySelector('#start')!.addEventListener('click', async () => {
  const threads = crossOriginIsolated ? Math.max(1, Math.floor(navigator.hardwareConcurrency / 2)) : 1;
  const setup = { backend: 'wasm', threads, relaxed: true } as const;
  const setups = [
    { ...setup, engine: 'zscape' as const },
    { ...setup, engine: 'tfjs' as const },
    { ...setup, engine: 'onnxruntime-web' as const },
  ];
  try {
    for (const model of ['avatars-64', 'progan-128'] as const)
      await window.zscapeBench({ model, setups, batches: [1], turns: 5, turnMs: 1000 });
  } catch (error) {
    status.textContent = error instanceof Error ? error.message : String(error);
  }
});

document.querySelector('#copy')!.addEventListener('click', () => {
  void navigator.clipboard.writeText(JSON.stringify({ machine: navigator.userAgent, rows: shown }, null, 2));
});

function show(): void {
  const longest = new Map<string, number>();
  for (const { model, batch, median_ms } of shown) {
    const key = `${model} ${batch}`;
    longest.set(key, Math.max(longest.get(key) ?? 0, median_ms));
  }
  table.replaceChildren(
    ...shown.map((row) => {
      const line = document.createElement('tr');
      const cells = [row.model, row.batch, row.engine, row.detail, row.median_ms, row.p95_ms, row.cold_ms];
      for (const cell of cells) line.insertCell().textContent = String(cell);
      const bar = document.createElement('div');
      bar.className = 'bar';
      bar.style.width = `${(20 * row.median_ms) / longest.get(`${row.model} ${row.batch}`)!}em`;
      line.insertCell().append(bar);
      return line;
    }),
  );
}
