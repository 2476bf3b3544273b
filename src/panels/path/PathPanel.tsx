import { useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { setClosed, setCurve, setEven, setPathLoop } from '../../commands/journey/path.ts';
import { addKeptToPath, addToPath, clearPath, insertInPath } from '../../commands/journey/pathKeys.ts';
import { useSelect, useSelectShallow } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { courseOf, measureOf, plainCourseOf } from '../../store/select/pathCourse.ts';
import { Choice } from '../parts/Choice.tsx';
import { Section } from '../parts/Section.tsx';
import { useFaces } from '../parts/useFaces.ts';
import { KeyDetails } from './KeyDetails.tsx';
import { Keyframes } from './Keyframes.tsx';
import { PathChange } from './PathChange.tsx';
import { PathTime } from './PathTime.tsx';
import { ReadyMade } from './ReadyMade.tsx';
import { Switch } from './Switch.tsx';
import './path.css';

const pictureSize = 64;

/** A way through many faces: their order, how long each stays, the curve between them, and time. */
export default function PathPanel() {
  const run = useRun();
  const path = useSelect((state) => state.path);
  const model = useSelect((state) => state.model);
  const ready = useSelect((state) => state.face !== null);
  const pins = useSelectShallow(pinsOfModel);
  const { keys, curve, closed, even, loop } = path;
  const pictureOf = useFaces(
    useMemo(() => keys.map(({ z }) => z), [keys]),
    pictureSize,
  );
  const course = useSelect(courseOf);
  const plain = useSelect(plainCourseOf);
  const measure = useSelect(measureOf);
  const reached = course ? Math.floor(course.positionAt(path.time)) : 0;
  const current = keys.length > 0 ? reached % keys.length : 0;
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
        <div className="path-add">
          <button type="button" className="btn primary" disabled={!ready} onClick={() => run(addToPath)}>
            Add to path
          </button>
          {pins.length > 0 && (
            <>
              <select
                aria-label="Insert a kept face"
                value=""
                onChange={(event) => {
                  const pin = pins.find(({ id }) => id === event.currentTarget.value);
                  if (pin) run(insertInPath, pin, keys.length === 0 ? 0 : current + 1);
                }}
              >
                <option value="">Kept…</option>
                {pins.map((pin) => (
                  <option key={pin.id} value={pin.id}>
                    {pin.name}
                  </option>
                ))}
              </select>
              <button type="button" className="btn" onClick={() => run(addKeptToPath)}>
                Every kept face
              </button>
            </>
          )}
        </div>
        {keys.length > 0 && <Keyframes keys={keys} current={current} pictureOf={pictureOf} />}
        {keys.length === 1 && <p className="hint">One more face, and there is a way.</p>}
        {keys.length > 0 && <KeyDetails path={path} index={current} />}
      </Section>
      {course && plain && (
        <>
          <Section title="Time">
            <PathTime path={path} course={course} />
            <PathChange path={path} plain={plain} even={even && measure ? course : null} measure={measure} />
          </Section>
          <Section title="How" hint={hints[curve](model?.latent.normalised ?? true)}>
            <Choice
              label="Curve"
              value={curve}
              options={[
                { value: 'smooth', label: 'Smooth' },
                { value: 'slerp', label: 'Straight' },
              ]}
              onChange={(next) => run(setCurve, next)}
            />
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
              <Choice
                label="At the end"
                value={loop}
                options={[
                  { value: 'there-and-back', label: 'Back' },
                  { value: 'loop', label: 'Again' },
                  { value: 'once', label: 'Stop' },
                ]}
                onChange={(next) => run(setPathLoop, next)}
              />
            )}
          </Section>
        </>
      )}
      <ReadyMade />
    </>
  );
}

const hints = {
  smooth: (normalised: boolean) =>
    normalised
      ? 'A spherical spline: through every face without a corner.'
      : 'A centripetal Catmull-Rom spline: through every face without a corner.',
  slerp: () => 'Slerp from face to face, with a corner at each.',
};
