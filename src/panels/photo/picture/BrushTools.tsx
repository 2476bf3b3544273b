import { useState } from 'react';
import { formatPercent } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import type { Stroke } from '../../../photo/contract.ts';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { pictureMessages } from './messages.ts';

/** The width of the brush, undo and clear. */
export function BrushTools({
  brush,
  onBrush,
  strokes,
  onStrokes,
}: {
  brush: number;
  onBrush: (share: number) => void;
  strokes: readonly Stroke[];
  onStrokes: (strokes: readonly Stroke[]) => void;
}) {
  const t = useMessages(pictureMessages);
  /** Cleared strokes, kept so that clearing can be undone, too. */
  const [cleared, setCleared] = useState<readonly Stroke[]>([]);
  const none = strokes.length === 0;
  const undo = () => {
    if (!none) return onStrokes(strokes.slice(0, -1));
    onStrokes(cleared);
    setCleared([]);
  };
  return (
    <>
      <SliderRow
        className="picture-row"
        lead={<span>{t.brush}</span>}
        label={t.brush}
        value={brush}
        min={0.01}
        max={0.4}
        fine={0.01}
        coarse={0.05}
        valueText={formatPercent(brush)}
        output={formatPercent(brush)}
        onChange={onBrush}
      />
      <div className="picture-ways">
        <button type="button" className="btn small" disabled={none && cleared.length === 0} onClick={undo}>
          {t.undo}
        </button>
        <button
          type="button"
          className="btn small"
          disabled={none}
          onClick={() => {
            setCleared(strokes);
            onStrokes([]);
          }}
        >
          {t.clear}
        </button>
      </div>
      <p className="hint">{none ? t.all : t.some}</p>
    </>
  );
}
