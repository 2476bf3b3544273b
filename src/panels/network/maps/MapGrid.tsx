import { type KeyboardEvent, memo, type RefObject, useRef, useState } from 'react';
import { useMessages } from '../../../language/useMessages.ts';
import { useSelectShallow } from '../../../store/hooks.ts';
import { mapsMessages } from './messages.ts';

/** The map that each key moves to. */
const steps: Record<string, (at: number, columns: number, count: number) => number> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowUp: (at, columns) => at - columns,
  ArrowDown: (at, columns) => at + columns,
  Home: () => 0,
  End: (_, __, count) => count - 1,
};

/** All maps of a layer on one canvas, with a button over each. The grid is a single Tab stop; arrow keys move between maps. */
export const MapGrid = memo(function MapGrid({
  canvas,
  layer,
  count,
  columns,
  selected,
  onSelect,
  onPoint,
}: {
  canvas: RefObject<HTMLCanvasElement | null>;
  layer: string;
  count: number;
  columns: number;
  selected: number | null;
  onSelect: (map: number) => void;
  /** Called with the map under the pointer or the focus; null when there is none. */
  onPoint: (map: number | null) => void;
}) {
  const t = useMessages(mapsMessages);
  const grid = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const changed = useSelectShallow(({ network }) =>
    network.maps.filter((one) => one.layer === layer).map(({ map }) => map),
  );
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = steps[event.key]?.(stop, columns, count);
    if (to === undefined) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, to));
    grid.current?.querySelectorAll<HTMLElement>('button')[next]?.focus();
  };
  const rows = Array.from({ length: Math.ceil(count / columns) }, (_, row) => row * columns);
  return (
    <div className="maps-scroll">
      <div className="maps-sheet">
        <canvas ref={canvas} />
        {/* biome-ignore lint/a11y/useSemanticElements: a table would have no canvas behind its cells */}
        <div
          ref={grid}
          role="grid"
          aria-label={t.grid}
          aria-rowcount={rows.length}
          aria-colcount={columns}
          tabIndex={-1}
          className="maps-grid"
          data-columns={columns}
          onKeyDown={onKeyDown}
          onPointerLeave={() => onPoint(null)}
        >
          {rows.map((first) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: the button in a cell takes the focus
            <div key={first} role="row" className="maps-row">
              {Array.from({ length: Math.min(columns, count - first) }, (_, column) => {
                const map = first + column;
                return (
                  // biome-ignore lint/a11y/useSemanticElements: as above
                  // biome-ignore lint/a11y/useFocusableInteractive: as above
                  <div key={map} role="gridcell">
                    <button
                      type="button"
                      aria-label={t.map({ number: String(map + 1) })}
                      aria-pressed={map === selected}
                      data-changed={changed.includes(map) || undefined}
                      tabIndex={map === stop ? 0 : -1}
                      onClick={() => onSelect(map)}
                      onPointerEnter={() => onPoint(map)}
                      onFocus={() => {
                        setStop(map);
                        onPoint(map);
                      }}
                      onBlur={() => onPoint(null)}
                    />
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
});
