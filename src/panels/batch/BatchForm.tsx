import { batchLimits } from '../../base/batchLimits.ts';
import { useRun } from '../../commands/hooks.ts';
import { changeBatch } from '../../commands/work/batch.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { batchFault } from '../../store/select/batchFault.ts';
import { batchScales } from '../../store/state/batch.ts';
import { Choice } from '../parts/fields/Choice.tsx';
import { choices } from '../parts/fields/choices.ts';
import { NumberField } from '../parts/fields/NumberField.tsx';
import { batchPanelMessages } from './messages.ts';
import { WhichSamples } from './WhichSamples.tsx';

/** Whether this browser lets a page ask for a folder. */
const hasFolders = typeof globalThis === 'object' && 'showDirectoryPicker' in globalThis;

/** The fields for the samples, their format and where they go. */
export function BatchForm() {
  const run = useRun();
  const t = useMessages(batchPanelMessages);
  const batch = useSelect((state) => state.batch);
  const fault = useSelect((state) => batchFault(state)?.kind ?? null);
  const samples = useSelect((state) => batchFault(state)?.samples ?? 0);
  const { way, format, quality, scale, perFile, place, first } = batch;
  return (
    <div className="batch-form">
      <Choice
        label={t.way}
        value={way}
        options={choices({ seeds: t.seeds, around: t.around, along: t.along })}
        onChange={(next) => run(changeBatch, { way: next })}
      />
      <WhichSamples />
      {fault && (
        <p role="alert" className="field-error">
          {fault === 'none' && t.lastFirst({ first: String(first) })}
          {fault === 'many' && t.tooMany({ count: samples, most: batchLimits.samples.highest })}
          {fault === 'attribute' && t.noAttributes}
        </p>
      )}
      <Choice
        label={t.format}
        value={format}
        options={choices({ png: 'PNG', webp: 'WebP', jpeg: 'JPEG' })}
        onChange={(next) => run(changeBatch, { format: next })}
      />
      <Choice
        label={t.size}
        value={scale}
        options={batchScales.map((value) => ({ value, label: t.times({ scale: value }) }))}
        onChange={(next) => run(changeBatch, { scale: next })}
      />
      <div className="batch-numbers">
        <NumberField
          label={t.perFile}
          value={perFile}
          min={batchLimits.perFile.lowest}
          max={batchLimits.perFile.highest}
          onChange={(next) => run(changeBatch, { perFile: next })}
        />
        {format !== 'png' && (
          <NumberField
            label={t.quality}
            value={quality}
            min={1}
            max={100}
            onChange={(next) => run(changeBatch, { quality: next })}
          />
        )}
      </div>
      {hasFolders && (
        <Choice
          label={t.place}
          value={place}
          options={choices({ folder: t.folder, browser: t.downloads })}
          onChange={(next) => run(changeBatch, { place: next })}
        />
      )}
    </div>
  );
}
