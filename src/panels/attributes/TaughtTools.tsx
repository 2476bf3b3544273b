import { lazy, Suspense, useState } from 'react';
import {
  deleteTaught,
  endLesson,
  renameTaught,
  saveTaughtJson,
  saveTaughtNpy,
  setTaughtWay,
} from '../../commands/attributes/teach.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { percentRight } from './words.ts';

const TeachDialog = lazy(() => import('./TeachDialog.tsx'));

/** What can be done with an attribute that the user taught. */
export function TaughtTools({ id }: { id: string }) {
  const run = useRun();
  const taught = useSelect((state) => state.taught.find((one) => one.id === id));
  const [teaching, setTeaching] = useState(false);
  if (!taught) return null;
  const { name, accuracy, means, way = 'boundary' } = taught;
  return (
    <>
      {means && (
        <div className="taught-way">
          <Choice
            label="Slider along"
            value={way}
            options={[
              { value: 'boundary', label: `Boundary · ${percentRight(accuracy)}` },
              { value: 'means', label: `Means · ${percentRight(means.accuracy)}` },
            ]}
            onChange={(next) => void run(setTaughtWay, id, next)}
          />
          <p className="hint">
            Across the fitted boundary (logistic regression), or from the mean of the noes to that of the
            yeses; each with its share right on faces kept out of its fit.
          </p>
        </div>
      )}
      <div className="taught-tools">
        <input
          aria-label="Name of the attribute"
          defaultValue={name}
          key={name}
          maxLength={60}
          onBlur={(event) => void run(renameTaught, id, event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.currentTarget.blur();
          }}
        />
        <button type="button" className="btn small" onClick={() => setTeaching(true)}>
          Teach more
        </button>
        <button type="button" className="btn small" onClick={() => void run(saveTaughtJson, id)}>
          Save .json
        </button>
        <button type="button" className="btn small" onClick={() => void run(saveTaughtNpy, id)}>
          Save .npy
        </button>
        <button type="button" className="btn small" onClick={() => void run(deleteTaught, id)}>
          Delete
        </button>
        <Suspense fallback={null}>
          {teaching && (
            <TeachDialog
              lesson={taught}
              onClose={() => {
                setTeaching(false);
                run(endLesson);
              }}
            />
          )}
        </Suspense>
      </div>
    </>
  );
}
