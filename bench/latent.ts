/**
 * `npm run bench:latent`: how long the latent maths of one frame takes, in milliseconds. Median and spread over 200 runs of 50
 * calls each, in one process: by the clock, and in processor time, which other programs on the machine hardly affect. Sizes: 512
 * dimensions, 50 directions (10 locked), 16 keys, 400 marks.
 */
import { arch, cpus, loadavg, platform } from 'node:os';
import { createPath } from '../src/latent/curve/path.ts';
import { createEditor, entanglement } from '../src/latent/direction/directions.ts';
import { fitBoundary } from '../src/latent/direction/logistic.ts';
import { createBlend, squareMap } from '../src/latent/map/map.ts';
import { slerp } from '../src/latent/vector/interpolate.ts';
import { sampleLatent } from '../src/latent/vector/sample.ts';
import { normalise } from '../src/latent/vector/vector.ts';

const size = 512;
const latent = (seed: number) => sampleLatent(seed, size, 'normal');
const latents = (count: number) => Array.from({ length: count }, (_, index) => latent(index + 1));
const sphere = { normalised: true };

const [a, b] = [latent(1), latent(2)];
const path = createPath(latents(16), { curve: 'smooth', closed: true, normalised: true });
const square = squareMap(latents(4), sphere);
const blend = createBlend(latents(16), sphere);
const directions = latents(50).map(normalise);
const locked = Array.from({ length: 10 }, (_, index) => index);
const editor = createEditor(directions, locked, sphere);
const amounts = directions.map((_, index) => (index < 10 ? 0 : 0.02));
const marks = latents(400);
const labels = marks.map((z) => z[0]! + 0.3 * z[1]! > 0);

const frames: [string, number, (t: number) => unknown][] = [
  ['slerp', 50, (t) => slerp(a, b, t)],
  ['smooth path of 16 keys', 50, (t) => path.at(t * path.segments)],
  ['square map', 50, (t) => square(t, 1 - t)],
  ['blend of 16', 50, (t) => blend(Array.from({ length: 16 }, (_, index) => index + t))],
  ['edit by 50 directions, 10 locked', 50, () => editor.apply(a, amounts)],
  [
    'one frame: path, edit, what else moved',
    50,
    (t) => {
      const z = path.at(t * path.segments);
      return entanglement(z, editor.apply(z, amounts), directions, sphere);
    },
  ],
  ['boundary from 400 marks', 1, () => fitBoundary(marks, labels)],
];

console.log(
  `${cpus()[0]?.model}, ${platform()} ${arch()}, Node ${process.version}, load ${loadavg()[0]?.toFixed(1)} on ${cpus().length} cores`,
);
for (const [name, calls, frame] of frames) {
  const runs = calls === 1 ? 15 : 200;
  const clock: number[] = [];
  const processor: number[] = [];
  for (let run = 0; run < runs + 10; run++) {
    const before = process.cpuUsage();
    const start = performance.now();
    for (let call = 0; call < calls; call++) frame(call / calls);
    const took = (performance.now() - start) / calls;
    const { user, system } = process.cpuUsage(before);
    if (run < 10) continue;
    clock.push(took);
    processor.push((user + system) / 1000 / calls);
  }
  console.log(`${name.padEnd(40)} clock ${spread(clock)}   processor ${spread(processor)}`);
}

/** `median (10 % to 90 %) ms` */
function spread(times: number[]): string {
  const sorted = times.sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toPrecision(3);
  return `${at(0.5)} (${at(0.1)} to ${at(0.9)}) ms`;
}
