/**
 * The module runs a program (an array of steps, each made of tasks that may run in any order) on one thread or many.
 * Threads share only the memory. A task belongs to the thread that takes its ticket; the thread that finishes the last
 * task of a step opens the next one. So a thread suspended by the system holds up nobody, unless it holds a task.
 *
 * Threads decide by a single word, TICKET, and sleep on that same word, so what a thread saw and what it waits for cannot
 * disagree. `threads/protocol.test.ts` walks all interleavings of this file's atomic operations; whoever changes one of
 * them must change the model there too.
 */
import { BASE, DONE, FROM_BACK, IDLE, PROGRAM, QUIT, STEP_BYTES, STEP_TASKS, STEPS, TICKET } from '../layout.ts';
import { execute } from './steps.ts';

/** Times that a thread looks before it sleeps: about 20 microseconds, less than waking takes. */
const LOOKS = 10000;
/** Nanoseconds without a finished task after which thread 0 gives up on tasks that others hold. */
const PATIENCE: i64 = 4_000_000_000;
/** The result of `atomic.wait` when nobody woke it. */
const TIMED_OUT: i32 = 2;

/**
 * Runs a program to its end. Called by one thread, which takes part as thread 0.
 * @returns 0, or 1 if another thread holds a task and seems to have died: this memory is then unusable.
 */
export function run(program: usize, steps: i32): i32 {
  if (ASC_FEATURE_THREADS) {
    // No program is running, so nobody uses these three words with a ticket that can still be taken.
    const base = sequenceOf(atomic.load<i64>(TICKET)) + 1;
    atomic.store<i32>(PROGRAM, <i32>program);
    atomic.store<i32>(BASE, base);
    atomic.store<i32>(STEPS, steps);
    open(base, 0);
    return help(0, base + steps);
  } else {
    runAlone(program, steps);
    return 0;
  }
}

/** Runs a program while the other threads stay asleep. */
export function runAlone(program: usize, steps: i32): void {
  for (let s = 0; s < steps; s++) {
    const step = program + <usize>s * STEP_BYTES;
    const tasks = load<i32>(step, STEP_TASKS);
    for (let task = 0; task < tasks; task++) execute(step, task, 0);
  }
}

/** Helps with every program until QUIT is set. */
export function work(thread: i32): void {
  if (ASC_FEATURE_THREADS) help(thread, 0);
}

/**
 * Takes and runs tasks. Thread 0 returns when the sequence number is `until` (0) or other threads hang (1); the others
 * return when QUIT is set (0).
 */
function help(thread: i32, until: i32): i32 {
  let looks = 0;
  while (true) {
    // Read the ticket first: whoever dismisses the threads sets QUIT before changing the ticket.
    const ticket = atomic.load<i64>(TICKET);
    const sequence = sequenceOf(ticket);
    if (thread == 0 ? sequence - until >= 0 : atomic.load<i32>(QUIT) != 0) return 0;
    const taken = <i32>ticket;
    if (taken != IDLE) {
      const program = <usize>atomic.load<i32>(PROGRAM);
      const index = sequence - atomic.load<i32>(BASE);
      const step = program + <usize>index * STEP_BYTES;
      // The values read here are valid only if the ticket has not changed since.
      const tasks = <u32>index < <u32>atomic.load<i32>(STEPS) ? load<i32>(step, STEP_TASKS) : 0;
      const front = taken & (FROM_BACK - 1);
      const back = taken / FROM_BACK;
      if (front + back < tasks) {
        // Every other thread begins at the end: what it has read and written is then still in its own core's cache when
        // it does the same part of the next layer's picture.
        const atBack = (thread & 1) != 0;
        if (atomic.cmpxchg<i64>(TICKET, ticket, ticket + (atBack ? FROM_BACK : 1)) == ticket) {
          execute(step, atBack ? tasks - 1 - back : front, thread);
          if (atomic.add<i32>(DONE, 1) + 1 == tasks) {
            const ended = index + 1 == atomic.load<i32>(STEPS);
            open(sequence + 1, ended ? IDLE : 0);
          }
        }
        looks = 0;
        continue;
      }
    }
    if (++looks < LOOKS) continue;
    looks = 0;
    if (thread != 0) {
      atomic.wait<i64>(TICKET, ticket, -1);
      continue;
    }
    const done = atomic.load<i32>(DONE);
    if (atomic.wait<i64>(TICKET, ticket, PATIENCE) != TIMED_OUT) continue;
    if (atomic.load<i64>(TICKET) == ticket && atomic.load<i32>(DONE) == done) return 1;
  }
}

/** Makes a step the current one, in a single store that all looking or sleeping threads can see. */
function open(sequence: i32, task: i32): void {
  atomic.store<i32>(DONE, 0);
  atomic.store<i64>(TICKET, ((<i64>sequence) << 32) | <i64>task);
  atomic.notify(TICKET, -1);
}

@inline
function sequenceOf(ticket: i64): i32 {
  return <i32>(ticket >> 32);
}
