/**
 * The module: runs a program (an array of steps, each of tasks that may run in any order) on one thread or many. Threads
 * share the memory and nothing else. A task belongs to who takes its ticket; who finishes the last task of a step opens the
 * next one. So a thread that the system has put aside holds up nobody, unless it holds a task.
 */
import { BASE, DONE, PROGRAM, QUIT, SEQUENCE, STEP_BYTES, STEP_TASKS, STEPS, TICKET } from '../layout.ts';
import { execute } from './steps.ts';

/** As the low half of a ticket: there is nothing to take. */
const IDLE: i64 = 0x7fffffff;
/** How often a thread looks before it sleeps: about 20 microseconds, less than waking takes. */
const LOOKS = 10000;
/** Nanoseconds after which thread 0 gives up on tasks that others hold when none of them was finished meanwhile. */
const PATIENCE: i64 = 4_000_000_000;
/** What `atomic.wait` answers when nobody woke it. */
const TIMED_OUT: i32 = 2;

/**
 * Runs a program to its end. Called by one thread, which takes its part as thread 0.
 * @returns 0, or 1 when another thread holds a task and seems to have died of it: this memory is of no use then.
 */
export function run(program: usize, steps: i32): i32 {
  if (ASC_FEATURE_THREADS) {
    const base = atomic.load<i32>(SEQUENCE) + 1;
    atomic.store<i32>(PROGRAM, <i32>program);
    atomic.store<i32>(BASE, base);
    atomic.store<i32>(STEPS, steps);
    open(base, 0);
    return help(0, base + steps);
  } else {
    for (let s = 0; s < steps; s++) {
      const step = program + <usize>s * STEP_BYTES;
      const tasks = load<i32>(step, STEP_TASKS);
      for (let task = 0; task < tasks; task++) execute(step, task, 0);
    }
    return 0;
  }
}

/** Helps with every program until QUIT is set. */
export function work(thread: i32): void {
  if (ASC_FEATURE_THREADS) help(thread, 0);
}

/** Thread 0 returns when the sequence number is `until` (0) or others hang (1), the others when QUIT is set (0). */
function help(thread: i32, until: i32): i32 {
  let looks = 0;
  while (true) {
    if (thread == 0 ? atomic.load<i32>(SEQUENCE) - until >= 0 : atomic.load<i32>(QUIT) != 0) return 0;
    const ticket = atomic.load<i64>(TICKET);
    const sequence = <i32>(ticket >> 32);
    const task = <i32>ticket;
    if (task != <i32>IDLE) {
      const program = <usize>atomic.load<i32>(PROGRAM);
      const index = sequence - atomic.load<i32>(BASE);
      const step = program + <usize>index * STEP_BYTES;
      // What is read here is true only if the ticket still is what it was.
      const tasks = <u32>index < <u32>atomic.load<i32>(STEPS) ? load<i32>(step, STEP_TASKS) : 0;
      if (task < tasks) {
        if (atomic.cmpxchg<i64>(TICKET, ticket, ticket + 1) == ticket) {
          execute(step, task, thread);
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
      atomic.wait<i32>(SEQUENCE, sequence, -1);
      continue;
    }
    const done = atomic.load<i32>(DONE);
    if (atomic.wait<i32>(SEQUENCE, sequence, PATIENCE) != TIMED_OUT) continue;
    if (atomic.load<i64>(TICKET) == ticket && atomic.load<i32>(DONE) == done) return 1;
  }
}

/** Makes a step the current one. */
function open(sequence: i32, task: i64): void {
  atomic.store<i32>(DONE, 0);
  atomic.store<i64>(TICKET, ((<i64>sequence) << 32) | task);
  atomic.store<i32>(SEQUENCE, sequence);
  atomic.notify(SEQUENCE, -1);
}
