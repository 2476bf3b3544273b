import { useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setClosed, setCurve, setEven, setPathLoop } from '../../commands/journey/path.ts';
import { addKeptToPath, addToPath, clearPath, insertInPath } from '../../commands/journey/pathKeys.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { courseOf, currentKey, measureOf, plainCourseOf } from '../../store/select/pathCourse.ts';
import { choices } from '../parts/fields/choices.ts';
import { PinSelect } from '../parts/fields/PinSelect.tsx';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { Switch } from '../parts/fields/Switch.tsx';
import { useFaces } from '../parts/pictures/useFaces.ts';
import { Section } from '../parts/Section.tsx';
import { KeyDetails } from './KeyDetails.tsx';
import { Keyframes } from './Keyframes.tsx';
import { PathChange } from './PathChange.tsx';
import { PathTime } from './PathTime.tsx';
import { ReadyMade } from './ReadyMade.tsx';
import './path.css';

const pictureSize = 64;

/** A way through many faces: their order, how long each stays, the curve between them, and time. */
export default function PathPanel() {
  const run = useRun();
  const keys = useSelect((state) => state.path.keys);
  const course = useSelect(courseOf);
  const plain = useSelect(plainCourseOf);
  const even = useSelect((state) => state.path.even);
  const measure = useSelect(measureOf);
  return (
    <>
      <Section
        title="Path through many faces"
        aside={
          keys.length > 0 && (
            <button type="button" className="btn small ghost" onClick={() => run(clearPath)}>
              Clear
            </button>
          )
        }
        hint={
          keys.length === 0
            ? 'Take a face you like and add it; add another; the path goes through all of them.'
            : undefined
        }
      >
        <AddFaces />
        {keys.length > 0 && <Faces />}
      </Section>
      {course && plain && (
        <>
          <Section title="Time">
            <PathTime course={course} />
            <PathChange plain={plain} even={even && measure ? course : null} measure={measure} />
          </Section>
          <Way />
        </>
      )}
      <ReadyMade />
    </>
  );
}

function AddFaces() {
  const run = useRun();
  const ready = useSelect((state) => state.face !== null);
  const anyKept = useSelect((state) => pinsOfModel(state).length > 0);
  const behind = useSelect((state) => (state.path.keys.length === 0 ? 0 : currentKey(state) + 1));
  return (
    <div className="path-add">
      <button type="button" className="btn primary" disabled={!ready} onClick={() => run(addToPath)}>
        Add to path
      </button>
      <PinSelect label="Insert a kept face" onChoose={(pin) => run(insertInPath, pin, behind)}>
        <option value="">Kept…</option>
      </PinSelect>
      {anyKept && (
        <button type="button" className="btn" onClick={() => run(addKeptToPath)}>
          Every kept face
        </button>
      )}
    </div>
  );
}

function Faces() {
  const keys = useSelect((state) => state.path.keys);
  const closed = useSelect((state) => state.path.closed);
  const even = useSelect((state) => state.path.even);
  const current = useSelect(currentKey);
  const pictureOf = useFaces(
    useMemo(() => keys.map(({ z }) => z), [keys]),
    pictureSize,
  );
  return (
    <>
      <Keyframes keys={keys} current={current} pictureOf={pictureOf} />
      {keys.length === 1 && <p className="hint">One more face, and there is a way.</p>}
      <KeyDetails path={{ keys, closed, even }} index={current} />
    </>
  );
}

const curves = choices({ smooth: 'Smooth', slerp: 'Straight' });
const loops = choices({ 'there-and-back': 'Back', loop: 'Again', once: 'Stop' });

function Way() {
  const run = useRun();
  const curve = useSelect((state) => state.path.curve);
  const closed = useSelect((state) => state.path.closed);
  const even = useSelect((state) => state.path.even);
  const normalised = useSelect((state) => state.model?.latent.normalised ?? true);
  return (
    <Section title="How" hint={curve === 'smooth' ? smoothHint(normalised) : straightHint}>
      <StateChoice label="Curve" options={curves} read={({ path }) => path.curve} command={setCurve} />
      <Switch
        label="Closed loop"
        hint="The last face leads on to the first."
        checked={closed}
        onChange={(next) => run(setClosed, next)}
      />
      <Switch
        label="Constant speed"
        hint="Timed by the measured change of the picture, so that nothing jumps or stalls."
        checked={even}
        onChange={(next) => run(setEven, next)}
      />
      {!closed && (
        <StateChoice
          label="At the end"
          options={loops}
          read={({ path }) => path.loop}
          command={setPathLoop}
        />
      )}
    </Section>
  );
}

const straightHint = 'Slerp from face to face, with a corner at each.';

function smoothHint(normalised: boolean): string {
  return normalised
    ? 'A spherical spline: through every face without a corner.'
    : 'A centripetal Catmull-Rom spline: through every face without a corner.';
}
