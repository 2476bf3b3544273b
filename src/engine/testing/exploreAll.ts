/** Explores every possible order of the steps of a small concurrent world, to check invariants in all of them. */

/** One run of the world from its start. It must be deterministic in the steps taken. */
export interface Run {
  /** Names of the possible next steps; none at the end. */
  enabled(): string[];
  /** Takes a step, and waits until all of its consequences have happened. */
  take(step: string): Promise<void>;
  /** A text that is the same for runs with the same future. */
  state(): string;
  /** Checks the final conditions, and frees the run's resources. */
  end(): Promise<void>;
}

/**
 * Explores all orders.
 * @param begin begins a run; worlds cannot be copied, so each path is walked from the start.
 * @returns the number of distinct states, and how many of them are final.
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
      // Continue from here as long as the state is new; the alternatives are explored later.
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
