import { type RefObject, useState } from 'react';
import { freshId } from '../../../base/ids.ts';
import { endLesson, type Lesson, openTaught } from '../../../commands/attributes/teach.ts';
import { useRun } from '../../../commands/hooks.ts';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelect } from '../../../store/hooks.ts';
import { FileUp, GraduationCap } from '../../parts/icons.tsx';
import { laterPart, Part } from '../../parts/later/LaterPart.tsx';
import { pickFiles } from '../../parts/pickFiles.ts';
import { attributesMessages } from '../messages.ts';
import './teach.css';

const teachDialog = laterPart(() => import('./TeachDialog.tsx'));

/** Starts teaching an attribute or opens one from a file. An unfinished lesson is continued. */
export function Teach({
  top,
  onTaught,
}: {
  top: RefObject<HTMLDivElement | null>;
  /** Called when the dialog closes, with the id of the attribute that now has a slider. */
  onTaught: (id: string) => void;
}) {
  const run = useRun();
  const t = useMessages(attributesMessages);
  const model = useSelect((state) => state.model?.id ?? null);
  const count = useSelect(({ taught }) => taught.filter((one) => one.model === model).length);
  const [lesson, setLesson] = useState<Lesson | null>(null);
  const [left, setLeft] = useState<{ model: string; lesson: Lesson } | null>(null);
  const begin = () => {
    const half = left?.model === model ? left?.lesson : undefined;
    setLesson(
      half ?? { id: freshId(), name: t.newName({ number: count + 1 }), marks: [], created: Date.now() },
    );
  };
  const openFile = async () => {
    const [file] = await pickFiles({ accept: '.json,.npy' });
    const id = file && (await run(openTaught, file)?.catch(() => null));
    if (id) onTaught(id);
  };
  return (
    <div className="attributes-teach-begin" ref={top}>
      <button type="button" className="btn" aria-haspopup="dialog" disabled={model === null} onClick={begin}>
        <GraduationCap size={16} aria-hidden="true" /> {t.teach}
      </button>
      <button
        type="button"
        className="btn small ghost"
        title={t.fromFileHint}
        onClick={() => void openFile()}
      >
        <FileUp size={14} aria-hidden="true" /> {t.fromFile}
      </button>
      {lesson && model !== null && (
        <Part
          of={teachDialog}
          broken="dialog"
          name="Teach an attribute"
          onGiveUp={() => setLesson(null)}
          lesson={lesson}
          onClose={(last, finished) => {
            setLesson(null);
            setLeft(finished || last.marks.length === 0 ? null : { model, lesson: last });
            run(endLesson);
            if (finished) onTaught(last.id);
          }}
        />
      )}
    </div>
  );
}
