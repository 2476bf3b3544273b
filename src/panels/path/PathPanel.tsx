import { useRun } from '../../commands/hooks.ts';
import { setClosed, setCurve, setPathLoop } from '../../commands/journey/path.ts';
import { addKeptToPath, addToPath, clearPath, insertInPath } from '../../commands/journey/pathKeys.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { pinsOfModel } from '../../store/select/faces.ts';
import { courseOf, currentKey, plainCourseOf } from '../../store/select/journey/pathCourse.ts';
import { choices } from '../parts/fields/choices.ts';
import { PinSelect } from '../parts/fields/PinSelect.tsx';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { Switch } from '../parts/fields/Switch.tsx';
import { Section } from '../parts/Section.tsx';
import { KeyDetails } from './KeyDetails.tsx';
import { Keyframes } from './Keyframes.tsx';
import { pathMessages } from './messages.ts';
import { PathPace } from './PathPace.tsx';
import { PathTime } from './PathTime.tsx';
import { ReadyMade } from './ReadyMade.tsx';
import { useKeyPictures } from './useKeyPictures.ts';
import './path.css';

const pictureSize = 64;

/** A way through many faces: their order, how long each is held, the curve between them, and time. */
export default function PathPanel() {
  const run = useRun();
  const t = useMessages(pathMessages);
  const keys = useSelect((state) => state.path.keys);
  const course = useSelect(courseOf);
  const plain = useSelect(plainCourseOf);
  return (
    <>
      <Section
        title={t.title}
        aside={
          keys.length > 0 && (
            <button type="button" className="btn small ghost" onClick={() => run(clearPath)}>
              {t.clear}
            </button>
          )
        }
        hint={keys.length === 0 ? t.emptyHint : undefined}
      >
        <AddFaces />
        {keys.length > 0 && <Faces />}
      </Section>
      {course && plain && (
        <>
          <Section title={t.time}>
            <PathTime course={course} />
            <PathPace course={course} plain={plain} />
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
  const t = useMessages(pathMessages);
  const ready = useSelect((state) => state.face !== null);
  const anyKept = useSelect((state) => pinsOfModel(state).length > 0);
  const behind = useSelect((state) => (state.path.keys.length === 0 ? 0 : currentKey(state) + 1));
  return (
    <div className="path-add">
      <button type="button" className="btn primary" disabled={!ready} onClick={() => run(addToPath)}>
        {t.add}
      </button>
      <PinSelect label={t.insertPin} onChoose={(pin) => run(insertInPath, pin, behind)}>
        <option value="">{t.pins}</option>
      </PinSelect>
      {anyKept && (
        <button type="button" className="btn" onClick={() => run(addKeptToPath)}>
          {t.addPins}
        </button>
      )}
    </div>
  );
}

function Faces() {
  const t = useMessages(pathMessages);
  const keys = useSelect((state) => state.path.keys);
  const closed = useSelect((state) => state.path.closed);
  const even = useSelect((state) => state.path.even);
  const current = useSelect(currentKey);
  const pictureOf = useKeyPictures(keys, pictureSize);
  return (
    <>
      <Keyframes keys={keys} current={current} pictureOf={pictureOf} />
      {keys.length === 1 && <p className="hint">{t.oneMore}</p>}
      <KeyDetails path={{ keys, closed, even }} index={current} />
    </>
  );
}

function Way() {
  const run = useRun();
  const t = useMessages(pathMessages);
  const curve = useSelect((state) => state.path.curve);
  const closed = useSelect((state) => state.path.closed);
  const normalised = useSelect((state) => state.model?.latent.normalised ?? true);
  const smoothHint = normalised ? t.smoothHint : t.smoothHintPlain;
  return (
    <Section title={t.how} hint={curve === 'smooth' ? smoothHint : t.straightHint}>
      <StateChoice
        label={t.curve}
        options={choices({ smooth: t.smooth, slerp: t.straight })}
        read={({ path }) => path.curve}
        command={setCurve}
      />
      <Switch
        label={t.closed}
        hint={t.closedHint}
        checked={closed}
        onChange={(next) => run(setClosed, next)}
      />
      {!closed && (
        <StateChoice
          label={t.repeat}
          options={choices({ once: t.once, loop: t.loop, 'there-and-back': t.thereAndBack })}
          read={({ path }) => path.loop}
          command={setPathLoop}
        />
      )}
    </Section>
  );
}
