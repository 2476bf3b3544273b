/** Estimates the remaining time of work from its recent speed. */

/** How far back the speed is measured, in milliseconds. */
const lately = 15_000;
/** How much time has to pass before an estimate makes sense, in milliseconds. */
const least = 500;

export interface Pace {
  /** @param now milliseconds */
  reached(done: number, now: number): void;
  /** Seconds; null while unknown. */
  left(): number | null;
}

export function createPace(total: number): Pace {
  let marks: { done: number; now: number }[] = [];
  return {
    reached(done, now) {
      marks.push({ done, now });
      const since = now - lately;
      // One mark from before that time stays, so that the measured time is never shorter.
      if (marks.length > 64)
        marks = marks.filter((mark, i) => mark.now >= since || (marks[i + 1]?.now ?? now) >= since);
      if (marks.length > 256) marks = marks.filter((_, i) => i % 2 === 0 || i === marks.length - 1);
    },
    left() {
      const [first, last] = [marks[0], marks.at(-1)];
      if (!first || !last || last.now - first.now < least || last.done === first.done) return null;
      return ((last.now - first.now) / 1000 / (last.done - first.done)) * (total - last.done);
    },
  };
}
