/**
 * How threads share a program's work, operation by operation: a model of `assembly/index.ts` and of `Machine.quit`, and
 * of their previous protocol, in which threads slept on a separate word and could hang. The patience of thread 0 is not
 * modelled, since it only ever ends a wait.
 */
import { ended, notify, type Operation, type Protocol, type ThreadState, wait } from './interleavings.ts';

/** Tasks of each step of each program that thread 0 runs, one after the other. */
export type Programs = readonly (readonly number[])[];

/** Tickets are numbers here: sequence * BASE + tasks taken from the back * FROM_BACK + tasks taken from the front. */
const BASE = 100;
const FROM_BACK = 10;
const IDLE = BASE - 1;
const sequenceOf = (ticket: number) => Math.floor(ticket / BASE);
const takenOf = (ticket: number) => ticket % BASE;
const frontOf = (ticket: number) => takenOf(ticket) % FROM_BACK;
const backOf = (ticket: number) => Math.floor(takenOf(ticket) / FROM_BACK);
/** What a thread may read where there is no step. The worst case is many tasks. */
const GARBAGE = 50;

/** Makes the protocol of `assembly/index.ts`: threads decide by the ticket alone, and sleep on it. */
export function ticketAlone(threads: number, programs: Programs): Protocol {
  return protocol(threads, programs, {
    base: (words, thread) => go(thread, 'program', { base: sequenceOf(words.ticket!) + 1 }),
    look: (words, thread) => {
      Object.assign(thread.locals, { ticket: words.ticket!, index: 0, tasks: 0 });
      if (!isFirst(thread)) return go(thread, 'quitting');
      if (sequenceOf(words.ticket!) >= thread.locals.until!) return go(thread, 'returned');
      return consider(thread);
    },
    quitting: (words, thread) => (words.quit ? end(thread) : consider(thread)),
    publish: (words, thread) => {
      words.ticket = thread.locals.next!;
      return go(thread, 'notify');
    },
    notify: (_, thread, all) => {
      notify(all, 'ticket');
      return go(thread, 'look', { next: 0 });
    },
    sleep: (words, thread) => wait(words, thread, 'ticket', thread.locals.ticket!, 'look'),
    leave: (words, thread) => {
      words.ticket! += BASE;
      return go(thread, 'wakeAll');
    },
    wakeAll: (_, thread, all) => {
      notify(all, 'ticket');
      return end(thread);
    },
  });
}

/** Makes the previous protocol, with a word SEQUENCE, stored after the ticket, to sleep on. */
export function sequenceBeside(threads: number, programs: Programs): Protocol {
  return protocol(threads, programs, {
    base: (words, thread) => go(thread, 'program', { base: words.sequence! + 1 }),
    look: (words, thread) => {
      Object.assign(thread.locals, { ticket: 0, index: 0, tasks: 0 });
      if (!isFirst(thread)) return words.quit ? end(thread) : go(thread, 'lookAtTicket');
      return go(thread, words.sequence! >= thread.locals.until! ? 'returned' : 'lookAtTicket');
    },
    lookAtTicket: (words, thread) => {
      thread.locals.ticket = words.ticket!;
      return consider(thread);
    },
    publish: (words, thread) => {
      words.ticket = thread.locals.next!;
      return go(thread, 'publishSequence');
    },
    publishSequence: (words, thread) => {
      words.sequence = sequenceOf(thread.locals.next!);
      return go(thread, 'notify');
    },
    notify: (_, thread, all) => {
      notify(all, 'sequence');
      return go(thread, 'look', { next: 0 });
    },
    sleep: (words, thread) => wait(words, thread, 'sequence', sequenceOf(thread.locals.ticket!), 'look'),
    leave: (words, thread) => {
      words.sequence! += 1;
      return go(thread, 'wakeAll');
    },
    wakeAll: (_, thread, all) => {
      notify(all, 'sequence');
      return end(thread);
    },
  });
}

/** Makes the part that both have in common. */
function protocol(count: number, programs: Programs, operations: Record<string, Operation>): Protocol {
  const steps = programs.flat();
  /** Index of each program's first step among all steps: its address. */
  const addresses = programs.map((_, i) => programs.slice(0, i).flat().length);
  const shared: Record<string, Operation> = {
    /** Thread 0 begins its next program, or dismisses the others if there is none. */
    returned: (words, thread) => {
      const { program } = thread.locals;
      const finished = program! < 0 ? 0 : addresses[program!]! + programs[program!]!.length;
      if (words.finished !== finished)
        throw new Error('a program returned before all of its tasks were done');
      const next = program! + 1;
      return next < programs.length ? go(thread, 'base', { program: next }) : go(thread, 'quit');
    },
    program: (words, thread) => {
      words.program = addresses[thread.locals.program!]!;
      return go(thread, 'storeBase');
    },
    storeBase: (words, thread) => {
      words.base = thread.locals.base!;
      return go(thread, 'storeSteps');
    },
    storeSteps: (words, thread) => {
      const length = programs[thread.locals.program!]!.length;
      const base = thread.locals.base!;
      words.steps = length;
      return go(thread, 'clear', { next: base * BASE, until: base + length, base: 0 });
    },
    // `open`
    clear: (words, thread) => {
      words.done = 0;
      return go(thread, 'publish');
    },
    // `help`
    readProgram: (words, thread) => go(thread, 'readBase', { step: words.program! }),
    readBase: (words, thread) => {
      const index = sequenceOf(thread.locals.ticket!) - words.base!;
      go(thread, 'readSteps', { index, step: thread.locals.step! + index });
    },
    readSteps: (words, thread) => {
      const { index, step, ticket } = thread.locals;
      const within = index! >= 0 && index! < words.steps!;
      const tasks = within ? (steps[step!] ?? GARBAGE) : 0;
      if (frontOf(ticket!) + backOf(ticket!) < tasks) return go(thread, 'take', { tasks });
      go(thread, 'look', { step: 0 });
      return 'sleep';
    },
    take: (words, thread) => {
      const { ticket } = thread.locals;
      if (words.ticket !== ticket) return go(thread, 'look', { step: 0 });
      words.ticket = ticket! + (thread.locals.atBack ? FROM_BACK : 1);
      return go(thread, 'execute');
    },
    execute: (words, thread) => {
      const { step, ticket, tasks, atBack } = thread.locals;
      if (step !== words.finished)
        throw new Error('a task ran before the step before it was done, or after its own');
      const bit = 1 << (atBack ? tasks! - 1 - backOf(ticket!) : frontOf(ticket!));
      if (words.ran! & bit) throw new Error('a task ran twice');
      words.ran! |= bit;
      if (words.ran === (1 << steps[step!]!) - 1)
        Object.assign(words, { ran: 0, finished: words.finished! + 1 });
      return go(thread, 'count', { step: 0 });
    },
    count: (words, thread) => {
      words.done! += 1;
      return go(thread, words.done === thread.locals.tasks ? 'isLast' : 'look');
    },
    isLast: (words, thread) => {
      const { index, ticket } = thread.locals;
      const over = index! + 1 === words.steps;
      return go(thread, 'clear', { next: (sequenceOf(ticket!) + 1) * BASE + (over ? IDLE : 0) });
    },
    // `Machine.quit`
    quit: (words, thread) => {
      words.quit = 1;
      return go(thread, 'leave');
    },
  };
  const none = { program: -1, ticket: 0, index: 0, step: 0, tasks: 0, next: 0, base: 0, until: 0 };
  return {
    initial: {
      words: {
        ...{ ticket: IDLE, sequence: 0, done: 0, quit: 0, program: 0, base: 0, steps: 0 },
        // Not words of the protocol: the tasks of the current step that ran, and the finished steps.
        ...{ ran: 0, finished: 0 },
      },
      threads: Array.from({ length: count }, (_, i) => ({
        at: i === 0 ? 'returned' : 'look',
        asleep: '',
        locals: { ...none, first: i === 0 ? 1 : 0, atBack: i % 2 },
      })),
    },
    operations: { ...shared, ...operations },
  };
}

/** Reads on if the ticket can be taken; otherwise looks again or sleeps. */
function consider(thread: ThreadState): string | undefined {
  const idle = takenOf(thread.locals.ticket!) === IDLE;
  go(thread, idle ? 'look' : 'readProgram');
  return idle ? 'sleep' : undefined;
}

const isFirst = (thread: ThreadState): boolean => thread.locals.first === 1;

function go(thread: ThreadState, at: string, locals: Record<string, number> = {}): undefined {
  thread.at = at;
  Object.assign(thread.locals, locals);
}

function end(thread: ThreadState): undefined {
  go(thread, ended, { ticket: 0, index: 0, step: 0, tasks: 0, next: 0, base: 0, until: 0 });
}
