/**
 * The user's acts, as a tree: going back and then acting begins a new branch, and the old branch stays. Parts of the
 * state are replaced and never written in place, so a moment is only a handful of references.
 */

/**
 * What a moment restores. The history looks only at its face and its network changes: a moment keeps its picture as long
 * as both are the same.
 */
interface Snapshot {
  readonly face: unknown;
  readonly network: unknown;
}

export interface Moment<S extends Snapshot> {
  id: number;
  /** Id of the moment before this one; null for the first. */
  parent: number | null;
  /** Name of the act that led here. */
  name: string;
  snapshot: S;
  /** Data URL of a small picture; empty until one is taken. */
  thumbnail: string;
}

export interface History<S extends Snapshot> {
  moments: ReadonlyMap<number, Moment<S>>;
  /** Id of the moment that the user is at. */
  current: number;
  /** Acts with this mark belong to the current moment, so one drag is one step. Null once the drag has ended. */
  drag: string | null;
  nextId: number;
}

/** Above this number of moments, the oldest ends of other branches are forgotten first, then the oldest moments. */
const mostMoments = 400;

function sameSnapshot<S extends Snapshot>(one: S, other: S): boolean {
  return (Object.keys(one) as (keyof S)[]).every((name) => one[name] === other[name]);
}

export function startHistory<S extends Snapshot>(snapshot: S): History<S> {
  const first: Moment<S> = { id: 0, parent: null, name: 'Start', snapshot, thumbnail: '' };
  return { moments: new Map([[0, first]]), current: 0, drag: null, nextId: 1 };
}

/**
 * Adds the moment that an act has led to.
 * @param drag acts with the same mark share one moment until `rest` is called; null for an act of its own
 */
export function record<S extends Snapshot>(
  history: History<S>,
  name: string,
  snapshot: S,
  drag: string | null,
): History<S> {
  const here = currentMoment(history);
  if (drag !== null && drag === history.drag) return update(history, here.id, snapshot);
  if (sameSnapshot(here.snapshot, snapshot)) return history;
  const id = history.nextId;
  // An act that does not change the face, such as a pin, does not change its picture either.
  const same = snapshot.face === here.snapshot.face && snapshot.network === here.snapshot.network;
  const thumbnail = same ? here.thumbnail : '';
  const moments = new Map(history.moments).set(id, { id, parent: here.id, name, snapshot, thumbnail });
  return trimmed({ moments, current: id, drag, nextId: id + 1 });
}

/** Adds changes without an act to the current moment, such as a panel that filled in its first faces. */
export function amend<S extends Snapshot>(history: History<S>, change: Partial<S>): History<S> {
  const here = currentMoment(history);
  const snapshot = { ...here.snapshot, ...change };
  if (sameSnapshot(here.snapshot, snapshot)) return history;
  return { ...history, moments: new Map(history.moments).set(here.id, { ...here, snapshot }) };
}

/** A mark with this prefix outlasts the drag: a lesson has many answers and is one step. */
export const lessonMark = 'lesson ';

/** Ends a drag, and a lesson too if `lesson` is set, so the next act is a separate step. */
export function rest<S extends Snapshot>(history: History<S>, lesson = false): History<S> {
  const goesOn = history.drag === null || (history.drag.startsWith(lessonMark) && !lesson);
  return goesOn ? history : { ...history, drag: null };
}

/** Replaces a moment's snapshot with the latest state that its act has led to. */
export function update<S extends Snapshot>(history: History<S>, id: number, snapshot: S): History<S> {
  const moment = history.moments.get(id);
  if (!moment || sameSnapshot(moment.snapshot, snapshot)) return history;
  const moments = new Map(history.moments).set(id, { ...moment, snapshot, thumbnail: '' });
  return { ...history, moments };
}

/** Changes every moment alike, for facts that arrive from outside (read from storage). */
export function rewrite<S extends Snapshot>(history: History<S>, change: (snapshot: S) => S): History<S> {
  const moments = [...history.moments.values()].map(
    (moment) => [moment.id, { ...moment, snapshot: change(moment.snapshot) }] as const,
  );
  return { ...history, moments: new Map(moments) };
}

/** Sets the small picture of a moment, by default the current one. */
export function illustrate<S extends Snapshot>(
  history: History<S>,
  thumbnail: string,
  moment: Moment<S> = currentMoment(history),
): History<S> {
  if (moment.thumbnail === thumbnail) return history;
  return { ...history, moments: new Map(history.moments).set(moment.id, { ...moment, thumbnail }) };
}

export function currentMoment<S extends Snapshot>({ moments, current }: History<S>): Moment<S> {
  const moment = moments.get(current);
  if (!moment) throw new Error(`History has no moment ${current}.`);
  return moment;
}

/** Returns the moment that undo leads to, or null at the start. */
export function momentBefore<S extends Snapshot>(history: History<S>): Moment<S> | null {
  const { parent } = currentMoment(history);
  return parent === null ? null : (history.moments.get(parent) ?? null);
}

/** Returns the moment that redo leads to: the latest of the following ones, or null at the end of a branch. */
export function momentAfter<S extends Snapshot>({ moments, current }: History<S>): Moment<S> | null {
  let latest: Moment<S> | null = null;
  for (const moment of moments.values()) {
    if (moment.parent === current && (latest === null || moment.id > latest.id)) latest = moment;
  }
  return latest;
}

/** Makes a moment the current one, and ends a drag. An unknown id changes nothing. */
export function goTo<S extends Snapshot>(history: History<S>, id: number): History<S> {
  return history.moments.has(id) ? { ...history, current: id, drag: null } : history;
}

/** Returns all moments from the first to the given one, in order. */
export function lineage<S extends Snapshot>({ moments }: History<S>, id: number): Moment<S>[] {
  const line: Moment<S>[] = [];
  for (
    let moment = moments.get(id);
    moment;
    moment = moment.parent === null ? undefined : moments.get(moment.parent)
  ) {
    line.push(moment);
  }
  return line.reverse();
}

/**
 * Returns the history trimmed to `most` moments: the oldest ends of other branches go first, then the oldest moments on
 * the way to the current one.
 */
export function trimmed<S extends Snapshot>(history: History<S>, most = mostMoments): History<S> {
  if (history.moments.size <= most) return history;
  const moments = new Map(history.moments);
  const kept = new Set(lineage(history, history.current).map(({ id }) => id));
  const parents = new Set([...moments.values()].map(({ parent }) => parent));
  for (const { id } of moments.values()) {
    if (moments.size <= most) break;
    if (!kept.has(id) && !parents.has(id)) moments.delete(id);
  }
  // Only the way to the current moment is left: its first moment goes, and the next becomes the start.
  while (moments.size > most) {
    const first = [...moments.values()].find(({ parent }) => parent === null);
    const next = first && [...moments.values()].find(({ parent, id }) => parent === first.id && kept.has(id));
    if (!first || !next) break;
    for (const { id, parent } of moments.values())
      if (parent === first.id && id !== next.id) dropBranch(moments, id);
    moments.delete(first.id);
    moments.set(next.id, { ...next, parent: null });
  }
  return { ...history, moments };
}

function dropBranch<S extends Snapshot>(moments: Map<number, Moment<S>>, id: number): void {
  moments.delete(id);
  for (const moment of [...moments.values()]) if (moment.parent === id) dropBranch(moments, moment.id);
}

/**
 * Returns the tree as rows to draw. The first row is the whole line with the current moment; then comes every other
 * branch, from the moment after its fork, the latest branch first.
 */
export function branches<S extends Snapshot>(history: History<S>): Moment<S>[][] {
  const drawn = new Set<number>();
  let end = history.current;
  for (let next = momentAfter(history); next; next = momentAfter({ ...history, current: end })) end = next.id;
  const parents = new Set([...history.moments.values()].map(({ parent }) => parent));
  const leaves = [...history.moments.values()].filter(({ id }) => !parents.has(id) && id !== end);
  const ends = [end, ...leaves.map(({ id }) => id).sort((one, other) => other - one)];
  return ends.map((id) => {
    const row = lineage(history, id).filter((moment) => !drawn.has(moment.id));
    for (const moment of row) drawn.add(moment.id);
    return row;
  });
}
