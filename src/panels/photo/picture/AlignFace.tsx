import { useEffect, useRef, useState } from 'react';
import { isAbort, type PlainError, toPlainError } from '../../../base/errors.ts';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import type { FoundFace, Framing, Placement, Size } from '../../../photo/contract.ts';
import { ErrorWords } from '../../parts/ErrorWords.tsx';
import { FacePicker } from './FacePicker.tsx';
import { pictureMessages } from './messages.ts';

type Found = 'finding' | { faces: readonly FoundFace[] } | { error: PlainError } | null;

/** For models that draw aligned faces: finds the picture's faces, aligns the chosen one, and says what it did. */
export function AlignFace({
  bitmap,
  image,
  framing,
  placement,
  onPlacement,
}: {
  bitmap: ImageBitmap;
  image: Size;
  framing: Framing;
  placement: Placement;
  onPlacement: (placement: Placement) => void;
}) {
  const t = useMessages(pictureMessages);
  const [found, setFound] = useState<Found>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const find = async () => {
    abort.current?.abort();
    const own = new AbortController();
    abort.current = own;
    setFound('finding');
    try {
      const { alignFace } = await import('../../../photo/face/alignFace.ts');
      const faces = await alignFace(bitmap, image, framing, own.signal);
      if (own.signal.aborted) return;
      setFound({ faces });
      const first = faces[0];
      if (first) onPlacement(first.placement);
    } catch (error) {
      if (!own.signal.aborted) setFound(isAbort(error) ? null : { error: toPlainError(error) });
    }
  };

  const faces = found !== null && found !== 'finding' && 'faces' in found ? found.faces : null;
  const chosen = faces?.findIndex((face) => same(face.placement, placement)) ?? -1;
  return (
    <div className="picture-align">
      <button type="button" className="btn" disabled={found === 'finding'} onClick={() => void find()}>
        {t.align}
      </button>
      <p className="hint" role="status">
        {found === null && t.alignHint}
        {found === 'finding' && t.finding}
        {faces?.length === 0 && t.none}
        {faces && faces.length > 1 && `${t.several(faces.length)} `}
        {chosen >= 0 &&
          t.aligned({
            turn: formatNumber((placement.turn * 180) / Math.PI, 0),
            zoom: formatNumber(placement.zoom, 1),
          })}
      </p>
      {faces && faces.length > 1 && (
        <FacePicker
          {...{ bitmap, image, faces }}
          chosen={chosen >= 0 ? chosen : null}
          onChoose={(index) => {
            const face = faces[index];
            if (face) onPlacement(face.placement);
          }}
        />
      )}
      {found !== null && found !== 'finding' && 'error' in found && (
        <p className="field-error" role="alert">
          <ErrorWords error={found.error} />
        </p>
      )}
    </div>
  );
}

const same = (a: Placement, b: Placement) =>
  a.x === b.x && a.y === b.y && a.zoom === b.zoom && a.turn === b.turn;
