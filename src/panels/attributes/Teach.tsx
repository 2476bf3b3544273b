import { lazy, Suspense, useState } from 'react';
import { freshId } from '../../base/ids.ts';
import { endLesson, type Lesson, openTaught } from '../../commands/attributes/teach.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { FileUp, GraduationCap } from '../parts/icons.tsx';
import { pickFiles } from '../parts/pickFiles.ts';

const TeachDialog = lazy(() => import('./TeachDialog.tsx'));

/** Begins to teach an attribute, or opens one from a file. A lesson that was left half-way is continued. */
export function Teach() {
  const run = useRun();
  const model = useSelect((state) => state.model?.id ?? null);
  const count = useSelect(({ taught }) => taught.filter((one) => one.model === model).length);
  const [lesson, setLesson] = useState<Lesson | null>(null);
  const [left, setLeft] = useState<{ model: string; lesson: Lesson } | null>(null);
  const begin = () => {
    const half = left?.model === model ? left?.lesson : undefined;
    setLesson(half ?? { id: freshId(), name: `Attribute ${count + 1}`, marks: [], created: Date.now() });
  };
  const openFile = async () => {
    const [file] = await pickFiles({ accept: '.json,.npy' });
    if (file) run(openTaught, file);
  };
  return (
    <div className="teach-begin">
      <button type="button" className="btn" disabled={model === null} onClick={begin}>
        <GraduationCap size={16} aria-hidden="true" /> Teach an attribute
      </button>
      <button
        type="button"
        className="btn small ghost"
        title="A direction (.npy) or an attribute (.json) out of a file"
        onClick={() => void openFile()}
      >
        <FileUp size={14} aria-hidden="true" /> From a file
      </button>
      <Suspense fallback={null}>
        {lesson && model !== null && (
          <TeachDialog
            lesson={lesson}
            onClose={(last, finished) => {
              setLesson(null);
              setLeft(finished || last.marks.length === 0 ? null : { model, lesson: last });
              run(endLesson);
            }}
          />
        )}
      </Suspense>
    </div>
  );
}
