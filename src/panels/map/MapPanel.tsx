import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { completeMap, setMapKind } from '../../commands/journey/map.ts';
import { useSelect } from '../../store/hooks.ts';
import { padOf } from '../../store/select/mapPad.ts';
import type { MapKind } from '../../store/state/journeys.ts';
import { choices } from '../parts/fields/choices.ts';
import { StateChoice } from '../parts/fields/StateChoice.tsx';
import { useFaces } from '../parts/pictures/useFaces.ts';
import { Section } from '../parts/Section.tsx';
import { Corners } from './Corners.tsx';
import { GridExport } from './GridExport.tsx';
import { MapPad } from './MapPad.tsx';
import { pointInWords } from './mapWords.ts';
import './map.css';

const pictureSize = 48;

const kinds = choices<MapKind>({ square: 'Square', polygon: 'Blend', plane: 'Plane' });

const hints: Record<MapKind, string> = {
  square: 'Two to four faces at the corners; between them by slerp along the sphere.',
  polygon: 'A blend of three or more faces: the nearer a corner, the more of it.',
  plane: 'The plane through three faces, and what lies beyond them.',
};

/** A map with two dimensions between faces: the face follows the point that is dragged. */
export default function MapPanel() {
  const run = useRun();
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
  return (
    <>
      <Section title="Map between faces" aside={<PointOutput />} hint={hints[kind]}>
        <StateChoice
          label="Shape"
          showLabel={false}
          options={kinds}
          read={({ map }) => map.kind}
          command={setMapKind}
        />
        {pad && <MapPad corners={corners} pad={pad} pictureOf={pictureOf} />}
      </Section>
      <Section title="Corners">
        <Corners corners={corners} kind={kind} pad={pad} pictureOf={pictureOf} />
      </Section>
      <GridExport corners={corners.length} />
    </>
  );
}

/** Only this part of the panel is rendered again with each move of the point. */
function PointOutput() {
  const words = useSelect(({ map }) => pointInWords(map));
  return <output className="map-place tab-nums">{words}</output>;
}
