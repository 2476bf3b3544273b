import { useId, useState } from 'react';
import { formatNumber } from '../../../language/numbers.ts';
import { useMessages } from '../../../language/useMessages.ts';
import type { Colour, Framing } from '../../../photo/contract.ts';
import { leastZoom, mostZoom, spun, wholePlacement } from '../../../photo/placement.ts';
import { Choice } from '../../parts/fields/Choice.tsx';
import { SliderRow } from '../../parts/fields/SliderRow.tsx';
import { AlignFace } from './AlignFace.tsx';
import { BrushTools } from './BrushTools.tsx';
import { CropBox, type CropBoxProps, type Tool } from './CropBox.tsx';
import { colourOf, hexOf } from './colourField.ts';
import { pictureMessages } from './messages.ts';
import './picture.css';

const degree = Math.PI / 180;

/** Places one picture behind the model's frame: crop box, zoom and rotation, faces, mask and background. */
export function PlacePicture({
  framing,
  onBackground,
  ...picture
}: Omit<CropBoxProps, 'tool' | 'brush'> & {
  /** `faces` of the manifest, for a model that draws aligned faces. */
  framing?: Framing | undefined;
  onBackground: (colour: Colour) => void;
}) {
  const t = useMessages(pictureMessages);
  const colour = useId();
  const [tool, setTool] = useState<Tool>('move');
  const [brush, setBrush] = useState(0.12);
  const { bitmap, image, placement, onPlacement, strokes, onStrokes, background } = picture;
  const scene = { picture: { width: bitmap.width, height: bitmap.height }, image };
  const zoomTo = (log: number) => onPlacement(spun(scene, placement, { factor: 2 ** log / placement.zoom }));
  const turnTo = (degrees: number) =>
    onPlacement(spun(scene, placement, { turn: degrees * degree - placement.turn }));
  const zoom = formatNumber(placement.zoom, 2);
  const turn = t.degrees({ turn: formatNumber(placement.turn / degree, 1) });
  const tools = [
    { value: 'move', label: t.move },
    { value: 'counts', label: t.counts },
    { value: 'not', label: t.not },
  ] as const;

  return (
    <div className="picture-place">
      <CropBox {...picture} {...{ framing, tool, brush }} />
      <Choice label={t.tool} showLabel={false} options={tools} value={tool} onChange={setTool} />
      {tool === 'move' ? (
        <>
          <SliderRow
            className="picture-row"
            lead={<span>{t.zoom}</span>}
            label={t.zoom}
            value={Math.log2(placement.zoom)}
            min={Math.log2(leastZoom)}
            max={Math.log2(mostZoom(scene))}
            from={0}
            fine={0.02}
            coarse={0.25}
            valueText={zoom}
            output={zoom}
            onChange={zoomTo}
          />
          <SliderRow
            className="picture-row"
            lead={<span>{t.turn}</span>}
            label={t.turn}
            value={placement.turn / degree}
            min={-180}
            max={180}
            from={0}
            fine={0.5}
            coarse={15}
            valueText={turn}
            output={turn}
            onChange={turnTo}
          />
          <div className="picture-ways">
            <button
              type="button"
              className="btn small"
              onClick={() => onPlacement(spun(scene, placement, { turn: 90 * degree }))}
            >
              {t.quarter}
            </button>
            <button type="button" className="btn small" onClick={() => onPlacement(wholePlacement(bitmap))}>
              {t.reset}
            </button>
          </div>
          {framing && <AlignFace {...{ bitmap, image, framing, placement, onPlacement }} />}
        </>
      ) : (
        <BrushTools {...{ brush, strokes, onStrokes }} onBrush={setBrush} />
      )}
      <div className="picture-background">
        <label htmlFor={colour}>{t.background}</label>
        <input
          id={colour}
          type="color"
          value={hexOf(background)}
          onChange={(event) => onBackground(colourOf(event.currentTarget.value))}
        />
        <span className="hint">{t.backgroundHint}</span>
      </div>
    </div>
  );
}
