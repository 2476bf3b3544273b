import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useRef } from 'react';
import {
  randomiseSome,
  resetFace,
  resetZ,
  setRandomShare,
  setZ,
} from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { useSelect } from '../../store/hooks.ts';
import { isEdited, latentSize } from '../../store/select/faces.ts';
import { Slider } from '../parts/fields/Slider.tsx';
import { SliderRow } from '../parts/fields/SliderRow.tsx';
import { IconButton } from '../parts/IconButton.tsx';
import { Reset, Shuffle } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';

const rowHeight = 30;
/** Sliders span this many standard deviations to each side; a value beyond that widens its own slider. */
const span = 3;

/**
 * Every dimension of z as a slider. Only the rows in view exist, and each reads its own value, so that a drag renders
 * one row only.
 */
export function Dimensions() {
  const run = useRun();
  const size = useSelect(latentSize);
  const hasFace = useSelect((state) => state.face !== null);
  const edited = useSelect(isEdited);
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: size,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  return (
    <Section
      title="Every dimension of z"
      className="dimensions"
      aside={
        <button type="button" className="btn small" disabled={!edited} onClick={() => run(resetFace)}>
          <Reset size={14} aria-hidden="true" /> Back to start
        </button>
      }
    >
      <Randomise />
      <div className="dimension-list" ref={scroller}>
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {hasFace &&
            rows
              .getVirtualItems()
              .map(({ index, start }) => <DimensionRow key={index} index={index} top={start} />)}
        </div>
      </div>
    </Section>
  );
}

function Randomise() {
  const run = useRun();
  const size = useSelect(latentSize);
  const hasFace = useSelect((state) => state.face !== null);
  const share = useSelect((state) => state.randomShare);
  return (
    <SliderRow
      className="randomise"
      lead={
        <button type="button" className="btn small" disabled={!hasFace} onClick={() => run(randomiseSome)}>
          <Shuffle size={14} aria-hidden="true" /> Randomise
        </button>
      }
      label="Share of dimensions to randomise"
      value={share}
      min={0.01}
      max={1}
      fine={0.01}
      coarse={0.1}
      valueText={`${Math.round(share * size)} of ${size}`}
      output={`${Math.max(1, Math.round(share * size))} of ${size}`}
      onChange={(next) => run(setRandomShare, next)}
    />
  );
}

const DimensionRow = memo(function DimensionRow({ index, top }: { index: number; top: number }) {
  const run = useRun();
  const value = useSelect(({ face }) => face?.z[index] ?? 0);
  const origin = useSelect(({ face }) => face?.origin[index] ?? 0);
  const reach = Math.max(span, Math.ceil(Math.abs(value)), Math.ceil(Math.abs(origin)));
  return (
    <div className="dimension" style={{ transform: `translateY(${top}px)`, height: rowHeight }}>
      <span className="dimension-name tab-nums">z {index}</span>
      <Slider
        label={`z ${index}`}
        value={value}
        min={-reach}
        max={reach}
        from={0}
        fine={0.05}
        coarse={0.5}
        valueText={value.toFixed(2)}
        onChange={(next) => run(setZ, index, next)}
      />
      <output className="tab-nums">{signed(value)}</output>
      <IconButton
        label={`Restore z ${index}`}
        title={`Back to ${signed(origin)}`}
        Icon={Reset}
        size={13}
        style={{ visibility: value === origin ? 'hidden' : 'visible' }}
        onClick={() => run(resetZ, index)}
      />
    </div>
  );
});

function signed(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;
}
