/**
 * Walks every order in which the steps of several parties can happen. The parties are real code, but each operation they
 * wait for (a lock, a read, a write) happens only when it is chosen. Every path starts with a new world; paths that reach
 * the same state are merged.
 */

export interface World {
  /** Lists the possible next steps, in a fixed order. */
  options(): { does: () => void }[];
  /** Returns the same text for two worlds with the same possible futures. */
  fingerprint(): string;
  /** Throws if this state is forbidden. */
  check(): void;
  /** Throws if this is not a valid end. */
  checkEnd(): void;
}

export interface Walked {
  states: number;
  ends: number;
  longest: number;
}

/** Turns of the promise queue, more than any chain of promises here needs. */
const longestChain = 40;

/** Lets everything happen that does not depend on another party. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < longestChain; turn++) await null;
}

/** Walks all orders. @throws errors of `check` and `checkEnd`, with the path that led there */
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
