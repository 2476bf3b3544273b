import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { completeMap, setMapKind } from '../../commands/journey/map.ts';
import { formatPercent } from '../../language/numbers.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { padOf } from '../../store/select/journey/mapPad.ts';
import type { MapKind } from '../../store/state/journeys.ts';
import { choices } from '../parts/fields/choices.ts';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { useFaces } from '../parts/pictures/useFaces.ts';
import { Section } from '../parts/Section.tsx';
import { Corners } from './Corners.tsx';
import { GridExport } from './GridExport.tsx';
import { MapPad } from './MapPad.tsx';
import { mapMessages } from './messages.ts';
import './map.css';

const pictureSize = 48;

/** A two-dimensional map between faces: the current face follows the point that is dragged. */
export default function MapPanel() {
  const run = useRun();
  const t = useMessages(mapMessages);
  const corners = useSelect((state) => state.map.corners);
  const kind = useSelect((state) => state.map.kind);
  const model = useSelect((state) => state.model);
  const ready = useSelect((state) => state.face !== null);
  const pad = useSelect(padOf);
  useEffect(() => {
    if (model && ready && corners.length === 0) run(completeMap);
  }, [run, model, ready, corners]);
  const pictureOf = useFaces(
    useMemo(() => corners.map(({ z }) => z), [corners]),
    pictureSize,
  );
  const hints: Record<MapKind, string> = {
    square: t.squareHint,
    polygon: t.polygonHint,
    plane: t.planeHint,
  };
  return (
    <>
      <Section title={t.title} aside={<PointOutput />} hint={hints[kind]}>
        <StateChoice
          label={t.shape}
          showLabel={false}
          options={choices<MapKind>({ square: t.square, polygon: t.polygon, plane: t.plane })}
          read={({ map }) => map.kind}
          command={setMapKind}
        />
        {pad && <MapPad corners={corners} pad={pad} pictureOf={pictureOf} />}
      </Section>
      <Section title={t.corners}>
        <Corners corners={corners} kind={kind} pad={pad} pictureOf={pictureOf} />
      </Section>
      <GridExport corners={corners.length} />
    </>
  );
}

/** Only this part of the panel is rendered again with each move of the point. */
function PointOutput() {
  const t = useMessages(mapMessages);
  const x = useSelect(({ map }) => formatPercent(map.x));
  const y = useSelect(({ map }) => formatPercent(map.y));
  return <output className="map-place tab-nums">{t.place({ x, y })}</output>;
}
