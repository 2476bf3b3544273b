/**
 * Loaded into a measured process with `--import`. When the process exits, writes its peak memory in bytes and its processor time in
 * seconds as JSON to the file named by ZSCAPE_PEAK_FILE. Uses Linux's high-water mark where it exists, because getrusage also
 * counts what the process held before it became this program.
 */
import { readFileSync, writeFileSync } from 'node:fs';

function peakBytes() {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1];
    if (kilobytes !== undefined) return Number(kilobytes) * 1024;
  } catch {
    // no /proc here
  }
  return process.resourceUsage().maxRSS * 1024;
}

process.on('exit', () => {
  // Loaders' worker threads load this, too; only the process itself reports.
  const file = process.env.ZSCAPE_PEAK_FILE;
  const { user, system } = process.cpuUsage();
  const report = { peak: peakBytes(), processorSeconds: (user + system) / 1e6 };
  if (file !== undefined) writeFileSync(file, JSON.stringify(report));
});
