import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { teachAttribute } from '../../latent/direction/teach.ts';
import { sampleLatent } from '../../latent/vector/sample.ts';
import { normalise } from '../../latent/vector/vector.ts';
import type { Questions } from '../../session/attributes/maths/messages.ts';
import { encodeTaught } from '../../session/attributes/taughtFile.ts';
import { endDrag, forgetActs } from '../../store/history/remember.ts';
import { snapshotOf } from '../../store/state/fields.ts';
import { mapKinds } from '../../store/state/journeys.ts';
import type { Attribute } from '../../store/state/state.ts';
import { setExpression, setGuard, takeExpression } from '../attributes/arithmetic.ts';
import {
  applyCopiedEdits,
  clearAttribute,
  clearEdits,
  copyEdits,
  invertEdits,
  setAttribute,
  setKeepEdits,
  toggleLock,
} from '../attributes/attributes.ts';
import {
  deleteTaught,
  endLesson,
  fitLesson,
  nameLesson,
  openTaught,
  renameTaught,
  setTaughtWay,
} from '../attributes/teach.ts';
import { runCommand } from '../command.ts';
import { randomiseSome, resetFace, resetZ, setZ } from '../face/editDimensions.ts';
import { refreshGrid } from '../face/grid.ts';
import { newSample } from '../face/newSample.ts';
import { deletePin, pinFace, renamePin, takePin } from '../face/pins.ts';
import { pullTowardsPin } from '../face/pull.ts';
import { setSeed } from '../face/setSeed.ts';
import { addCorner, removeCorner, setCorner, setMapKind, setMapPoint } from '../journey/map.ts';
import {
  setClosed,
  setCurve,
  setEven,
  setPathFps,
  setPathFrames,
  setPathLoop,
  setPathSeconds,
  setTime,
} from '../journey/path.ts';
import {
  addKeptToPath,
  addToPath,
  clearPath,
  goToKey,
  moveKey,
  removeKey,
  setEasing,
  setHold,
} from '../journey/pathKeys.ts';
import { noiseLoop, randomLoop } from '../journey/pathLoops.ts';
import {
  completeWalk,
  setA,
  setB,
  setLoop,
  setMethod,
  setPosition,
  setWalkSeconds,
  swapEnds,
  togglePlay,
} from '../journey/walk.ts';
import { catalogue, model, startHere } from '../testing/startHere.ts';
import { loadModel } from './models.ts';
import { goToMoment, redo, undo } from './undo.ts';

// The same maths without a worker, which Node lacks.
vi.mock('../../session/attributes/maths/maths.ts', () => ({
  askMaths: async (_: 'teach', { marks, options }: Questions['teach']['ask']) =>
    teachAttribute(marks, options),
}));

type Here = ReturnType<typeof startHere>;

const attributes: readonly Attribute[] = [1, 2, 3].map((seed) => ({
  id: `labelled:${seed}`,
  name: `Attribute ${seed}`,
  group: 'labelled',
  direction: normalise(sampleLatent(seed, 32, 'normal')),
}));
const attributeOf = (n: number) => attributes[n % attributes.length]!.id;

/** Marks of dimension 0, enough for a fit. */
const lessonOf = (n: number) => ({
  id: `lesson ${n % 3}`,
  name: `Lesson ${n % 3}`,
  created: n % 3,
  marks: Array.from({ length: 24 }, (_, seed) => ({ seed, yes: seed % 2 === n % 2 })),
});

/** A user's possible acts, with random numbers. */
const acts: ((here: Here, number: number) => unknown)[] = [
  ({ session }) => runCommand(session, newSample),
  ({ session }, n) => runCommand(session, setSeed, n),
  ({ session }, n) => runCommand(session, setZ, n % 32, (n % 7) - 3),
  ({ session }, n) => runCommand(session, resetZ, n % 32),
  ({ session }) => runCommand(session, resetFace),
  ({ session }) => runCommand(session, randomiseSome),
  ({ session }) => runCommand(session, refreshGrid),
  ({ session }) => runCommand(session, pinFace),
  ({ session, store }, n) => {
    const pin = store.getState().pins.at(n % 5);
    if (!pin) return;
    const what = [
      () => runCommand(session, takePin, pin),
      () => runCommand(session, renamePin, pin.id, `Name ${n}`),
      () => runCommand(session, deletePin, pin.id),
      () => runCommand(session, pullTowardsPin, pin.id, (n % 11) / 10),
      () => runCommand(session, n % 2 ? setA : setB, pin),
    ];
    what[n % what.length]?.();
  },
  ({ session }) => runCommand(session, setA),
  ({ session }) => runCommand(session, setB),
  ({ session }) => runCommand(session, swapEnds),
  ({ session }, n) => runCommand(session, setPosition, (n % 101) / 100),
  ({ session }, n) => runCommand(session, setMethod, n % 2 ? 'lerp' : 'slerp'),
  ({ session }, n) => runCommand(session, setLoop, n % 2 ? 'once' : 'loop'),
  ({ session }, n) => runCommand(session, setWalkSeconds, n % 9),
  ({ session }) => runCommand(session, togglePlay),
  ({ session }, n) => runCommand(session, setMapPoint, (n % 13) / 10 - 0.1, (n % 17) / 16),
  ({ session }, n) => runCommand(session, setMapKind, mapKinds[n % 3]!),
  ({ session }, n) => runCommand(session, setCorner, n % 4),
  ({ session }) => runCommand(session, addCorner),
  ({ session }, n) => runCommand(session, removeCorner, n % 4),
  ({ session }, n) => runCommand(session, addToPath, n % 3 ? undefined : n % 4),
  ({ session }) => runCommand(session, addKeptToPath),
  ({ session, store }, n) => {
    const { length } = store.getState().path.keys;
    if (length > 0) runCommand(session, moveKey, n % length, (n >> 4) % length);
  },
  ({ session }, n) => runCommand(session, removeKey, n % 5),
  ({ session }, n) => runCommand(session, goToKey, n % 5),
  ({ session }, n) => runCommand(session, setHold, n % 5, (n % 50) / 10),
  ({ session }, n) => runCommand(session, setEasing, n % 5, n % 2 ? 'ease in' : 'ease out'),
  ({ session }, n) => runCommand(session, setCurve, n % 2 ? 'slerp' : 'smooth'),
  ({ session }, n) => runCommand(session, setClosed, n % 2 === 0),
  ({ session }, n) => runCommand(session, setEven, n % 2 === 0),
  ({ session }, n) => runCommand(session, setPathLoop, n % 2 ? 'once' : 'there-and-back'),
  ({ session }, n) => runCommand(session, setPathSeconds, n % 30),
  ({ session }, n) => runCommand(session, setPathFrames, n % 300),
  ({ session }, n) => runCommand(session, setPathFps, n % 60),
  ({ session }, n) => runCommand(session, setTime, (n % 100) / 10),
  ({ session }, n) => runCommand(session, randomLoop, 2 + (n % 6)),
  ({ session }, n) => runCommand(session, noiseLoop, 5 + (n % 80)),
  ({ session }) => runCommand(session, clearPath),
  ({ store }, n) => store.setState({ panel: n % 2 ? 'path' : 'sample' }),
  ({ session }, n) => runCommand(session, setAttribute, attributeOf(n), (n % 13) - 6),
  ({ session }, n) => runCommand(session, clearAttribute, attributeOf(n)),
  ({ session }, n) => runCommand(session, toggleLock, attributeOf(n)),
  ({ session }) => runCommand(session, clearEdits),
  ({ session }) => runCommand(session, invertEdits),
  ({ session }) => runCommand(session, copyEdits),
  ({ session }) => runCommand(session, applyCopiedEdits),
  ({ session }, n) => runCommand(session, setKeepEdits, n % 2 === 0),
  ({ session }, n) => runCommand(session, setExpression, ['A', 'A - B', 'B +', 'mean(A, B, C)'][n % 4]!),
  ({ session }, n) => runCommand(session, takeExpression, ['B', '0.5*(A + B)', ''][n % 3]!),
  ({ session }, n) => runCommand(session, setGuard, n % 2 === 0),
  ({ session }, n) => runCommand(session, fitLesson, lessonOf(n)),
  ({ session }, n) => runCommand(session, nameLesson, { ...lessonOf(n), name: `Lesson ${n % 5}` }),
  ({ session }) => runCommand(session, endLesson),
  ({ session, store }, n) => {
    const id = store.getState().taught.at(n % 5)?.id ?? 'nobody';
    return n % 2
      ? runCommand(session, renameTaught, id, `Taught ${n}`)
      : runCommand(session, setTaughtWay, id, n % 4 ? 'means' : 'boundary');
  },
  ({ session, store }, n) =>
    runCommand(session, deleteTaught, store.getState().taught.at(n % 5)?.id ?? 'nobody'),
  ({ session, store }, n) => {
    const { model: here } = store.getState();
    if (!here) return undefined;
    const direction = normalise(sampleLatent(n, here.latent.size, 'normal'));
    const one = { id: '', model: here.id, name: `Direction ${n % 3}`, marks: [], created: 0 };
    const text = encodeTaught({ ...one, direction, threshold: null, accuracy: null }, here);
    return runCommand(session, openTaught, new File([text], 'direction.json'));
  },
  ({ session, store }, n) => {
    const one = store.getState().taught.at(n % 5);
    if (one) runCommand(session, setAttribute, `taught:${one.id}`, (n % 13) - 6);
  },
  ({ session }, n) => runCommand(session, loadModel, catalogue[n % 2]!),
  // A load that nobody waits for: acts in the meantime still count as acts.
  ({ session }, n) => void runCommand(session, loadModel, catalogue[n % 2]!)?.catch(() => undefined),
  ({ session }) => runCommand(session, undo),
  ({ session }) => runCommand(session, redo),
  ({ store }) => endDrag(store),
];

describe('undo', () => {
  it('leads from 1,000 acts of any kind back to exactly the first state', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat({ max: acts.length - 1 }), fc.nat({ max: 1_000_000 })), {
          minLength: 1000,
          maxLength: 1000,
        }),
        async (script) => {
          const here = startHere();
          const { session, store } = here;
          store.setState({ attributes: { model: model.id, list: attributes, finding: null } });
          // Content that a panel fills in by itself belongs to the first state.
          runCommand(session, completeWalk);
          // More acts than the history remembers would lose its beginning, so the script is undone part by part.
          for (const half of [script.slice(0, 350), script.slice(350, 700), script.slice(700)]) {
            forgetActs(store);
            const first = snapshotOf(store.getState());
            for (const [act, number] of half) await acts[act]?.(here, number);
            await vi.waitUntil(() => store.getState().loading === null);
            for (const { snapshot } of store.getState().history!.moments.values()) {
              seen.add(`model ${snapshot.model?.id}`).add(`taught ${snapshot.taught.length > 0}`);
            }
            for (let step = 0; step < 400; step++) await runCommand(session, undo);
            expect(snapshotOf(store.getState())).toEqual(first);
          }
        },
      ),
      { numRuns: 5, endOnFailure: true },
    );
    expect([...seen].sort()).toEqual(['model other', 'model tiny', 'taught false', 'taught true']);
  });

  it('restores what was undone, and keeps the abandoned branch', () => {
    const { session, store } = startHere();
    forgetActs(store);
    runCommand(session, setSeed, 5);
    const five = store.getState().history!.current;
    endDrag(store);
    runCommand(session, undo);
    expect(store.getState().face?.seed).toBe(1);
    runCommand(session, redo);
    expect(store.getState().face?.seed).toBe(5);
    runCommand(session, undo);
    runCommand(session, newSample);
    runCommand(session, goToMoment, five);
    expect(store.getState().face?.seed).toBe(5);
  });

  it('treats a drag as one step', () => {
    const { session, store } = startHere();
    forgetActs(store);
    const before = store.getState().face?.z;
    for (let value = 0; value < 2; value += 0.01) runCommand(session, setZ, 3, value);
    runCommand(session, undo);
    expect(store.getState().face?.z).toBe(before);
  });

  it('leaves the history alone during a drag, and restores the end of the drag', () => {
    const { session, store } = startHere();
    forgetActs(store);
    runCommand(session, setZ, 3, 0.5);
    const { history } = store.getState();
    let changes = 0;
    store.subscribe(() => {
      changes += 1;
    });
    for (let move = 1; move <= 50; move++) runCommand(session, setZ, 3, move / 50);
    expect(store.getState().history).toBe(history);
    expect(changes).toBe(50);
    const last = store.getState().face?.z;
    runCommand(session, undo);
    runCommand(session, redo);
    expect(store.getState().face?.z).toBe(last);
    endDrag(store);
    expect(store.getState().face?.z).toBe(last);
  });

  it('goes back to before a walk that played, not into the middle of it', () => {
    const { session, store } = startHere();
    forgetActs(store);
    runCommand(session, togglePlay);
    const start = store.getState().face;
    store.setState(({ face }) => ({ face: face && { ...face, seed: null } }));
    runCommand(session, newSample);
    runCommand(session, undo);
    expect(store.getState().face?.seed).toBeNull();
    runCommand(session, undo);
    expect(store.getState().face).toEqual(start);
  });
});
