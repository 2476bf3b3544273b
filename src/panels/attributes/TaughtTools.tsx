import { lazy, Suspense, useEffect, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import {
  deleteTaught,
  renameTaught,
  renewEdits,
  saveTaughtJson,
  saveTaughtNpy,
} from '../../commands/teach.ts';
import { useSelect } from '../../store/hooks.ts';

const TeachDialog = lazy(() => import('./TeachDialog.tsx'));

/** How long the second press of Delete is waited for. */
const secondsToBeSure = 5;

/** What can be done with an attribute of the user's own. */
export function TaughtTools({ id }: { id: string }) {
  const run = useRun();
  const taught = useSelect((state) => state.taught.find((one) => one.id === id));
  const [teaching, setTeaching] = useState(false);
  const [sure, setSure] = useState(false);
  useEffect(() => {
    if (!sure) return;
    const timer = setTimeout(() => setSure(false), secondsToBeSure * 1000);
    return () => clearTimeout(timer);
  }, [sure]);
  if (!taught) return null;
  return (
    <div className="taught-tools">
      <input
        aria-label="Name of the attribute"
        defaultValue={taught.name}
        key={taught.name}
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
      <button
        type="button"
        className="btn small"
        onClick={() => {
          if (sure) void run(deleteTaught, id);
          else setSure(true);
        }}
      >
        {sure ? 'Delete for good' : 'Delete'}
      </button>
      <Suspense fallback={null}>
        {teaching && (
          <TeachDialog
            lesson={taught}
            onClose={() => {
              setTeaching(false);
              run(renewEdits);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
