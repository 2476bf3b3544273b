/**
 * A small model checker: threads, each doing one atomic operation at a time on shared words, in every possible order. A
 * thread may be suspended between any two operations, for any length of time.
 */

/** One thread: its position and its local values. */
export interface ThreadState {
  /** The next operation; `ended` if there is none. */
  at: string;
  /** The word that it sleeps on, until another thread notifies that word. */
  asleep: string;
  locals: Record<string, number>;
}

export interface State {
  words: Record<string, number>;
  threads: ThreadState[];
}

/**
 * An atomic operation: changes the shared words and the thread's own state, `at` included.
 * @returns an alternative position, if the thread may take either. @throws Error when something forbidden happened.
 */
export type Operation = (words: State['words'], thread: ThreadState, all: State) => string | undefined;

export interface Protocol {
  initial: State;
  operations: Record<string, Operation>;
}

export interface Walked {
  /** The number of reachable states. */
  states: number;
  /** States from which it is impossible for all threads to end. */
  stuck: State[];
  /** The forbidden events that happened, each once. */
  forbidden: string[];
}

export const ended = 'ended';

/**
 * Models `memory.atomic.wait`: sleeps if the word still has the value that the thread expects, and continues at `next` in
 * any case.
 */
export function wait(
  words: State['words'],
  thread: ThreadState,
  word: string,
  expected: number,
  next: string,
): undefined {
  thread.at = next;
  if (words[word] === expected) thread.asleep = word;
}

/** Models `memory.atomic.notify` for all sleeping threads. */
export function notify({ threads }: State, word: string): void {
  for (const thread of threads) if (thread.asleep === word) thread.asleep = '';
}

/** Walks every state reachable by some order of the operations. */
export function walk({ initial, operations }: Protocol): Walked {
  const known = new Map<string, number>();
  /** Indexed by state: its words, and the states that lead to it. */
  const keys: string[] = [];
  const before: number[][] = [];
  const forbidden = new Set<string>();
  const ends: number[] = [];
  const unwalked: { state: State; index: number }[] = [];

  function meet(state: State, from?: number): void {
    const key = JSON.stringify(state);
    let index = known.get(key);
    if (index === undefined) {
      index = keys.push(key) - 1;
      known.set(key, index);
      before.push([]);
      unwalked.push({ state, index });
    }
    if (from !== undefined) before[index]!.push(from);
  }

  meet(initial);
  for (let next = unwalked.pop(); next; next = unwalked.pop()) {
    const { threads } = next.state;
    if (threads.every(({ at }) => at === ended)) ends.push(next.index);
    for (const [i, { at, asleep }] of threads.entries()) {
      if (at === ended || asleep) continue;
      const state = copyOf(next.state);
      try {
        const other = operations[at]!(state.words, state.threads[i]!, state);
        if (other !== undefined) {
          const instead = copyOf(state);
          instead.threads[i]!.at = other;
          meet(instead, next.index);
        }
        meet(state, next.index);
      } catch (error) {
        forbidden.add((error as Error).message);
      }
    }
  }

  const hopeful = new Set(ends);
  for (const queue = [...ends]; queue.length > 0; ) {
    for (const from of before[queue.pop()!]!) {
      if (hopeful.has(from)) continue;
      hopeful.add(from);
      queue.push(from);
    }
  }
  const stuck = keys.filter((_, i) => !hopeful.has(i)).map((key) => JSON.parse(key) as State);
  return { states: keys.length, stuck, forbidden: [...forbidden] };
}

const copyOf = ({ words, threads }: State): State => ({
  words: { ...words },
  threads: threads.map((thread) => ({ ...thread, locals: { ...thread.locals } })),
});
