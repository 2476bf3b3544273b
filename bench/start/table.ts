/** Cold starts as a table: each moment's median, and the tasks that block the page's thread. */
import { quantile } from '../page/measure.ts';
import type { Task } from './traced.ts';
import type { Report } from './watch.ts';

/** In their usual order. */
const momentNames = [
  'html is here',
  'script is here',
  'script ran',
  'worker asked for',
  'worker runs',
  'first weights',
  'model is ready',
  'picture asked for',
  'picture is here',
  'picture painted',
  'picture on screen',
  'panel stands',
] as const;

export interface Compared {
  name: string;
  runs: number;
  /** Median, 95th percentile and minimum, in milliseconds. */
  moments: Record<string, { median: number; p95: number; min: number }>;
  /** The longest task of each start, 0 if none took 50 ms: the median, the longest of all, and how many starts had one. */
  longestTask: { median: number; max: number; starts: number };
  /** From one further start, which was traced. */
  tasks: Task[];
}

export function compare(name: string, starts: readonly Report[], tasks: Task[]): Compared {
  const spread = (values: number[]) => {
    const sorted = values.toSorted((a, b) => a - b);
    return {
      median: Math.round(quantile(sorted, 0.5)),
      p95: Math.round(quantile(sorted, 0.95)),
      min: Math.round(sorted[0]!),
    };
  };
  const moments: Compared['moments'] = {};
  for (const moment of momentNames) {
    const values = starts.map((start) => start.moments[moment]).filter((value) => value !== undefined);
    if (values.length > 0) moments[moment] = spread(values);
  }
  const longest = spread(starts.map((start) => start.longestTask));
  return {
    name,
    runs: starts.length,
    moments,
    longestTask: {
      median: longest.median,
      max: Math.max(...starts.map((start) => start.longestTask)),
      starts: starts.filter((start) => start.longestTask > 50).length,
    },
    tasks,
  };
}

/** Markdown. */
export function tableOf(compared: readonly Compared[], note: string): string {
  const names = compared.map(({ name, runs }) => `${name}, ms (median of ${runs})`);
  const row = (title: string, cells: string[]) => `| ${title} | ${cells.join(' | ')} |`;
  const ratio = compared.length === 2;
  const lines = [
    `Cold starts in turn, ${note}.`,
    '',
    row('moment', ratio ? [...names, 'ratio'] : names),
    row(
      '---',
      [...names, ...(ratio ? ['ratio'] : [])].map(() => '---:'),
    ),
  ];
  const add = (title: string, values: (number | undefined)[], digits = 0) => {
    const [before, now] = values;
    const share = ratio && before && now !== undefined ? [(now / before).toFixed(2)] : ratio ? ['-'] : [];
    lines.push(row(title, [...values.map((value) => value?.toFixed(digits) ?? '-'), ...share]));
  };
  for (const moment of momentNames)
    add(
      moment,
      compared.map(({ moments }) => moments[moment]?.median),
    );
  add(
    'picture on screen, 95th percentile',
    compared.map(({ moments }) => moments['picture on screen']?.p95),
  );
  add(
    'longest task of a start, median',
    compared.map(({ longestTask }) => longestTask.median),
  );
  add(
    'longest task of all starts',
    compared.map(({ longestTask }) => longestTask.max),
  );
  add(
    'starts with a task of over 50 ms',
    compared.map(({ longestTask }) => longestTask.starts),
  );
  for (const { name, tasks } of compared) {
    lines.push('', `Tasks of at least 20 ms in one traced start (${name}):`, '');
    for (const { at, ms, what } of tasks) lines.push(`- at ${at} ms, ${ms} ms: ${what}`);
  }
  return lines.join('\n');
}
