/** The resident memory of the processes that show pages, as Linux counts it. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Resident {
  /** Current bytes. */
  now(): number;
  /** The most so far. */
  peak(): number;
  end(): void;
}

const everyMs = 100;

/** @param profile the browser's profile folder, which identifies its processes */
export function watchResident(profile: string): Resident {
  const now = () => processesOf(profile).reduce((sum, id) => sum + residentOf(id), 0);
  let most = now();
  const look = () => {
    most = Math.max(most, now());
  };
  const timer = setInterval(look, everyMs);
  return {
    now,
    peak() {
      look();
      return most;
    },
    end: () => clearInterval(timer),
  };
}

function processesOf(profile: string): string[] {
  return readdirSync('/proc').filter((id) => {
    if (!/^\d+$/.test(id)) return false;
    const line = textOf(`/proc/${id}/cmdline`);
    return line.includes('--type=renderer') && line.includes(profile);
  });
}

function residentOf(id: string): number {
  return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(textOf(`/proc/${id}/status`))?.[1] ?? 0);
}

/** The file's text; empty for a process that has just ended. */
function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
