import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { resetFace } from '../../commands/face/editDimensions.ts';
import { useRun } from '../../commands/hooks.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { isEdited, latentSize } from '../../store/select/faces.ts';
import { Reset } from '../parts/icons.tsx';
import { Section } from '../parts/Section.tsx';
import { useMediaQuery } from '../parts/useMediaQuery.ts';
import { DimensionRow } from './DimensionRow.tsx';
import { type DimensionOrder, DimensionTools } from './DimensionTools.tsx';
import { byEffect, byNumber, findDimensions } from './dimensionOrder.ts';
import { sampleMessages } from './messages.ts';
import { Randomise } from './Randomise.tsx';
import { useDimensionEffects } from './useDimensionEffects.ts';
import { useOneStop } from './useOneStop.ts';
import './dimensions.css';

/** CSS pixels; the larger one for fingers. */
const rowHeights = { fine: 30, coarse: 48 };

/**
 * Every dimension of z as a slider, by number or by effect on the face. Only the rows in view exist, and each reads its own
 * value, so a drag renders only one row.
 */
export function Dimensions() {
  const run = useRun();
  const t = useMessages(sampleMessages);
  const size = useSelect(latentSize);
  const hasFace = useSelect((state) => state.face !== null);
  const edited = useSelect(isEdited);
  const [wished, setOrder] = useState<DimensionOrder>('number');
  const [query, setQuery] = useState('');
  const effects = useDimensionEffects();
  const { measured } = effects;
  const order: DimensionOrder = measured ? wished : 'number';
  const all = useMemo(
    () => (order === 'effect' && measured ? byEffect(measured.effects) : byNumber(size)),
    [order, measured, size],
  );
  const listed = useMemo(() => findDimensions(all, query), [all, query]);
  const most = useMemo(() => measured?.effects.reduce((a, b) => Math.max(a, b), 0) ?? 0, [measured]);

  const scroller = useRef<HTMLDivElement>(null);
  const rowHeight = useMediaQuery('(pointer: coarse)') ? rowHeights.coarse : rowHeights.fine;
  // A row has to be in the document before it can get the focus.
  const wanted = useRef<number | null>(null);
  const oneStop = useOneStop(
    listed,
    () => Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1),
    (index) => {
      wanted.current = index;
      rows.scrollToIndex(listed.indexOf(index));
      if (index === oneStop.stop) focusWanted();
    },
  );
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    getItemKey: (position) => listed[position] ?? position,
    overscan: 4,
    rangeExtractor: oneStop.rangeExtractor,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height stand elsewhere
  useEffect(() => rows.measure(), [rows, rowHeight]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another order begins at its top
  useEffect(() => rows.scrollToOffset(0), [rows, order]);

  useEffect(focusWanted);
  function focusWanted() {
    if (wanted.current === null) return;
    const row = scroller.current?.querySelector(`[data-dimension="${wanted.current}"]`);
    if (!row) return;
    wanted.current = null;
    row.querySelector<HTMLInputElement>('input[type=range]')?.focus({ preventScroll: true });
  }
  /** Shows the dimension among its neighbours and puts the focus on its slider. */
  const jump = (index: number | undefined) => {
    if (index === undefined) return;
    setQuery('');
    wanted.current = index;
    // The whole list is there after the next render.
    requestAnimationFrame(() => rows.scrollToIndex(all.indexOf(index), { align: 'center' }));
  };
  const choose = (next: DimensionOrder) => {
    setOrder(next);
    if (next === 'effect' && !measured) void effects.measure();
  };
  return (
    <Section
      title={t.dimensions}
      className="sample-dimensions"
      aside={
        <button type="button" className="btn small" disabled={!edited} onClick={() => run(resetFace)}>
          <Reset size={14} aria-hidden="true" /> {t.backToStart}
        </button>
      }
    >
      <Randomise />
      <DimensionTools
        order={wished}
        query={query}
        found={listed.length}
        effects={effects}
        onOrder={choose}
        onQuery={setQuery}
        onEnter={() => jump(query.trim() === '' ? undefined : listed[0])}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset draws a frame of its own */}
      <div
        className="sample-dimension-list"
        ref={scroller}
        role="group"
        aria-label={t.sliders}
        onKeyDown={enterValue}
        onKeyDownCapture={oneStop.onKeyDownCapture}
        onFocus={oneStop.onFocus}
      >
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {hasFace &&
            rows.getVirtualItems().map(({ index: position, start }) => {
              const index = listed[position];
              return (
                index !== undefined && (
                  <DimensionRow
                    key={index}
                    index={index}
                    top={start}
                    height={rowHeight}
                    stop={index === oneStop.stop}
                    effect={measured && most > 0 ? (measured.effects[index] ?? 0) / most : null}
                  />
                )
              );
            })}
        </div>
      </div>
    </Section>
  );
}

/** From a slider, Enter leads to the field of its value. */
function enterValue(event: KeyboardEvent): void {
  const { target } = event;
  if (event.key !== 'Enter' || !(target instanceof HTMLInputElement) || target.type !== 'range') return;
  event.preventDefault();
  target.closest('[data-dimension]')?.querySelector<HTMLInputElement>('input[inputmode]')?.focus();
}
