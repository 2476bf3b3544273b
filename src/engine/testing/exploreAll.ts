/** Walks through every order in which the steps of a small concurrent world can come, to check what has to be true in all of them. */

/** One run of the world, from its beginning. It has to go the same way whenever the same steps are taken. */
export interface Run {
  /** Names of the steps that could come next; none at the end. */
  enabled(): string[];
  /** Takes a step, and waits until nothing more follows from it. */
  take(step: string): Promise<void>;
  /** The same text for runs that cannot be told apart from now on. */
  state(): string;
  /** Checks what has to be true at the end, and gives back what the run holds. */
  end(): Promise<void>;
}

/**
 * @param begin begins a run; worlds cannot be copied, so each way is walked from the beginning.
 * @returns how many different states there are, and how many of them are ends.
 */
export async function exploreAll(begin: () => Promise<Run>): Promise<{ states: number; ends: number }> {
  const seen = new Set<string>();
  const open: string[][] = [[]];
  let ends = 0;
  for (let path = open.pop(); path; path = open.pop()) {
    const run = await begin();
    const way: string[] = [];
    try {
      for (const step of path) {
        way.push(step);
        await run.take(step);
      }
      // Goes on from here as long as it comes to something new; what else could be done here is walked later.
      for (let fresh = !seen.has(run.state()); fresh; fresh = !seen.has(run.state())) {
        seen.add(run.state());
        const [first, ...others] = run.enabled();
        if (first === undefined) {
          ends++;
          break;
        }
        for (const other of others) open.push([...way, other]);
        way.push(first);
        await run.take(first);
      }
      await run.end();
    } catch (error) {
      throw new Error(`After ${way.join(', ')}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });
    }
  }
  return { states: seen.size, ends };
}
