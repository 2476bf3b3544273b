/** Figures as lines of text. */
import type { ExplorerFigures, Spread } from './explorer/explorer.ts';
import type { Handover } from './explorer/handover.ts';
import type { Part } from './explorer/parts.ts';
import type { ModelName } from './models/model.ts';
import type { Row } from './page/measure.ts';
import type { Peak } from './peak/peak.ts';

export function rowsInWords(rows: readonly Row[], peak: Peak): string[] {
  const lines = rows.map((row) =>
    [
      row.model.padEnd(11),
      `batch ${row.batch}`.padEnd(9),
      `${row.engine} ${row.backend}`.padEnd(22),
      row.detail.padEnd(24),
      `${row.median_ms} ms`.padStart(11),
      `(${row.min_ms} .. ${row.p95_ms})`.padStart(22),
      `cold ${row.cold_ms} ms`.padStart(15),
      `${Math.round(row.memory_bytes / 2 ** 20)} MB`.padStart(8),
      `${row.gflops} GFLOPS (${row.gflops_direct} direct, ${Math.round(100 * row.share_of_peak)} % of peak)`,
      ...(row.dispatches > 0 ? [`${row.dispatches} dispatches, ${row.submits} submits`] : []),
      `off by ${row.difference.toExponential(1)}`,
    ].join(' '),
  );
  const most = Object.entries(peak).filter(([, gflops]) => gflops > 0);
  return [
    `peak: ${most.map(([name, gflops]) => `${name} ${Math.round(gflops)} GFLOPS`).join(', ')}`,
    ...lines,
  ];
}

/** How many times as long the others take, and how much their values differ from ours. */
export function ratiosInWords(rows: readonly Row[]): string[] {
  return rows.flatMap((row) => {
    const ours = rows.find(
      ({ engine, model, backend, batch }) =>
        engine === 'zscape' && model === row.model && backend === row.backend && batch === row.batch,
    );
    if (!ours || row.engine === 'zscape') return [];
    const ratio = (row.median_ms / ours.median_ms).toFixed(2);
    return [
      `${row.model} batch ${row.batch} ${row.backend}: ${row.engine} takes ${ratio} times as long; values differ by at most ${row.difference.toExponential(1)}`,
    ];
  });
}

/** @param untuned by model, how many times as long a frame takes before the tuner has chosen */
export const tunerInWords = (untuned: Readonly<Partial<Record<ModelName, number>>>): string[] =>
  Object.entries(untuned).map(
    ([model, times]) => `${model}: without the tuner a frame takes ${times.toFixed(2)} times as long`,
  );

const spread = ({ median, p95, min, count }: Spread) => `${median} ms (${min} .. ${p95}; ${count})`;

export function explorerInWords({ cold, drags }: ExplorerFigures): string[] {
  return [
    `cold start, empty cache: first picture ${spread(cold.firstPicture)}, longest task of the page ${cold.longestTask} ms`,
    ...drags.flatMap(({ model, toPixels, toPreview, toRest, previews, frames, longestTask }) => [
      `${model}: longest task of the page during a drag ${longestTask} ms`,
      `${model}: slider event to pixels ${spread(toPixels)}; ${frames} frames, ${previews} of them previews`,
      ...(toPreview ? [`${model}: slider event to preview ${spread(toPreview)}`] : []),
      ...(toRest ? [`${model}: last event to full picture ${spread(toRest)}`] : []),
    ]),
  ];
}

export const partsInWords = (parts: readonly Part[]): string[] =>
  parts.map(({ part, median, p95 }) => `${part.padEnd(44)} ${median} ms, 95th percentile ${p95}`);

export const handoverInWords = (ways: readonly Handover[]): string[] =>
  ways.map(
    ({ way, size, median, p95, page }) =>
      `${size} px as ${way.padEnd(7)} ${median} ms, 95th percentile ${p95}, of which ${page} on the page's thread`,
  );
