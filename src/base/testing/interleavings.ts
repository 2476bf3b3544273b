/**
 * Walks every order in which the steps of several parties can happen. The parties are real code; what they wait for (a
 * lock, a read, a write) happens only when its turn is chosen. A world is started anew for every path and led along it;
 * paths that meet in the same state go on together.
 */

export interface World {
  /** What can happen next, in a fixed order. */
  options(): { does: () => void }[];
  /** Equal for two worlds from which the same can follow. */
  fingerprint(): string;
  /** Throws when this state must not be. */
  check(): void;
  /** Throws when this must not be the end. */
  checkEnd(): void;
}

export interface Walked {
  states: number;
  ends: number;
  longest: number;
}

/** Promises that follow one from another without anybody's doing; far fewer than this do. */
const longestChain = 40;

/** Lets everything happen that follows without another party's doing. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < longestChain; turn++) await null;
}

/** @throws what `check` and `checkEnd` throw, with the path that led there */
export async function walkAll(start: () => Promise<World>): Promise<Walked> {
  const seen = new Set<string>();
  const open: number[][] = [[]];
  const walked: Walked = { states: 0, ends: 0, longest: 0 };
  for (let path = open.pop(); path; path = open.pop()) {
    const world = await start();
    for (const choice of path) {
      world.options()[choice]!.does();
      await quiet();
    }
    const here = world.fingerprint();
    if (seen.has(here)) continue;
    seen.add(here);
    walked.states += 1;
    walked.longest = Math.max(walked.longest, path.length);
    const options = world.options();
    try {
      world.check();
      if (options.length === 0) world.checkEnd();
    } catch (error) {
      throw new Error(`After the choices ${path.join(' ')}: ${here}`, { cause: error });
    }
    if (options.length === 0) walked.ends += 1;
    for (let choice = options.length - 1; choice >= 0; choice--) open.push([...path, choice]);
  }
  return walked;
}
