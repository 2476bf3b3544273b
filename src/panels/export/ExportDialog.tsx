import { useEffect, useMemo, useState } from 'react';
import { findAttributes } from '../../commands/attributes/attributes.ts';
import { useRun } from '../../commands/hooks.ts';
import { openDialog } from '../../commands/view/view.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect, useSelectShallow, useZscapeStore } from '../../store/hooks.ts';
import { filmPlanOf } from '../../store/select/film/filmPlan.ts';
import { filmPixels } from '../../store/select/film/filmSize.ts';
import { filmBounds } from '../../store/state/film.ts';
import { Dialog } from '../parts/Dialog.tsx';
import { ExportActions } from './ExportActions.tsx';
import { FilmFacts } from './FilmFacts.tsx';
import { FilmOutcome } from './FilmOutcome.tsx';
import { FilmPreview } from './FilmPreview.tsx';
import { FilmForm, SizeField } from './fields/FilmForm.tsx';
import { FormatField } from './fields/FormatField.tsx';
import { LookFields, RecipeField } from './fields/LookFields.tsx';
import { Presets } from './fields/Presets.tsx';
import { FilmEnds, SourceField } from './fields/SourceField.tsx';
import { StillFormatField } from './fields/StillFormatField.tsx';
import { useFormats } from './fields/useFormats.ts';
import { exportMessages } from './messages.ts';
import { useFilmWork } from './useFilmWork.ts';
import { usePreview } from './usePreview.ts';
import './export.css';

/** Exports a walk, path, map, attribute, growth or still, and shows facts about the file before it is made. */
export default function ExportDialog() {
  const run = useRun();
  const t = useMessages(exportMessages);
  const formats = useFormats();
  const model = useSelect((state) => state.model);
  useEffect(() => {
    // A film may be of any of its attributes.
    if (model) void run(findAttributes);
  }, [run, model]);
  const film = useSelect((state) => state.film);
  const { width, height } = usePixels();
  const plan = usePlan();
  const { work, start, stop } = useFilmWork();
  const [asks, setAsks] = useState<'nothing' | 'to stop' | 'to begin'>('nothing');
  const isWorking = ['measuring', 'encoding', 'finishing'].includes(work.state);
  const isStill = plan?.source === 'still';
  const possible = isStill || (formats?.some((one) => one.format === film.format && one.possible) ?? false);
  // A new object whenever the preview or the estimate has to change.
  const of = useMemo(
    () => (plan && possible ? { plan, film, width, height } : null),
    [plan, film, width, height, possible],
  );
  const { preview, estimate } = usePreview(of, !isWorking, isStill);
  const frames = plan?.frames ?? 0;
  const begin = () => {
    setAsks('nothing');
    void start({ isStill, frames, expected: estimate?.bytes ?? null });
  };
  // Leaving during the work would discard it, so Escape asks first; a second Escape withdraws the question.
  const close = () => {
    if (asks === 'to begin' || (asks === 'to stop' && isWorking)) setAsks('nothing');
    else if (isWorking) setAsks('to stop');
    else run(openDialog, null);
  };
  return (
    <Dialog
      title={t.title}
      className="export-dialog"
      onClose={close}
      actions={
        <ExportActions
          isWorking={isWorking}
          asks={asks}
          frames={frames}
          estimate={estimate}
          isPossible={plan !== null && possible}
          onExport={() => (frames > filmBounds.asksAbove ? setAsks('to begin') : begin())}
          onBegin={begin}
          onAsk={setAsks}
          onStop={stop}
        />
      }
    >
      <div className="film-columns">
        <div className="film-shown">
          <FilmPreview preview={preview} width={width} height={height} />
          {plan && <FilmEnds ends={plan.ends} />}
          {plan && !isStill && <FilmFacts frames={frames} fps={plan.fps} estimate={estimate} />}
        </div>
        <fieldset disabled={isWorking} className="film-form">
          <SourceField />
          {isStill ? (
            <StillFormatField />
          ) : (
            <>
              <Presets formats={formats} />
              <FormatField formats={formats} />
            </>
          )}
          <SizeField isVideo={!isStill && (film.format === 'mp4' || film.format === 'webm')} />
          {plan && !isStill && <FilmForm plan={plan} />}
          <LookFields isStill={isStill} />
          <RecipeField />
        </fieldset>
      </div>
      <FilmOutcome work={work} frames={frames} />
    </Dialog>
  );
}

/** The plan of the film; the same object until one of its inputs changes. */
function usePlan() {
  const store = useZscapeStore();
  const ways = useSelectShallow(({ walk, walkMeasure, path, pathMeasure, map }) => [
    walk,
    walkMeasure,
    path,
    pathMeasure,
    map,
  ]);
  const faces = useSelectShallow(({ model, network, face, edit, attributes, taught }) => [
    model,
    network,
    face,
    edit,
    attributes,
    taught,
  ]);
  const choices = useSelectShallow(({ film, filmOf }) => [
    film.format,
    film.fps,
    film.seconds,
    film.loop,
    filmOf,
  ]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the plan is read from the whole state, and follows from these
  return useMemo(() => filmPlanOf(store.getState()), [store, ways, faces, choices]);
}

function usePixels() {
  const width = useSelect((state) => filmPixels(state).width);
  const height = useSelect((state) => filmPixels(state).height);
  return { width, height };
}
