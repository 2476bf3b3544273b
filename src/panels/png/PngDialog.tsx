import { useRef, useState } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import { copyFace, exportPngAs } from '../../commands/work/exports.ts';
import { changeFilm } from '../../commands/work/films.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { CheckLine } from '../parts/fields/CheckLine.tsx';
import { Choice } from '../parts/fields/Choice.tsx';
import { pngMessages } from './messages.ts';

const sizes = ([1, 2, 4] as const).map((scale) => ({ value: scale, label: `${scale}×` }));

/** Asks for the size of the picture, and exports or copies it. */
export default function PngDialog() {
  const run = useRun();
  const t = useMessages(pngMessages);
  const image = useSelect((state) => state.model?.image);
  const recipe = useSelect(({ film }) => film.recipe);
  const [scale, setScale] = useState<(typeof sizes)[number]['value']>(1);
  const confirm = useRef<HTMLButtonElement>(null);
  const close = () => run(openDialog, null);
  return (
    <Dialog
      title={t.title}
      hint={t.hint}
      onClose={close}
      onOpenAutoFocus={(event) => {
        event.preventDefault();
        confirm.current?.focus();
      }}
      actions={
        <>
          <button
            type="button"
            className="btn"
            onClick={() => {
              run(copyFace);
              close();
            }}
          >
            {t.copy}
          </button>
          <button
            ref={confirm}
            type="button"
            className="btn primary"
            onClick={() => {
              run(exportPngAs, scale);
              close();
            }}
          >
            {t.export}
          </button>
        </>
      }
    >
      <CheckLine label={t.recipe} checked={recipe} onChange={(next) => run(changeFilm, { recipe: next })} />
      <Choice label={t.size} value={scale} options={sizes} onChange={setScale} />
      {image && (
        <p className="hint tab-nums">
          {t.pixels({ width: image.width * scale, height: image.height * scale })}
        </p>
      )}
    </Dialog>
  );
}
