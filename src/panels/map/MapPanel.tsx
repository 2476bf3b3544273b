import { useEffect, useMemo } from 'react';
import { useRun } from '../../commands/hooks.ts';
import { completeMap, setMapKind } from '../../commands/journey/map.ts';
import { useSelect } from '../../store/hooks.ts';
import { padOf } from '../../store/select/mapPad.ts';
import type { MapKind } from '../../store/state/journeys.ts';
import { Choice } from '../parts/Choice.tsx';
import { Section } from '../parts/Section.tsx';
import { useFaces } from '../parts/useFaces.ts';
import { Corners } from './Corners.tsx';
import { GridExport } from './GridExport.tsx';
import { MapPad, place } from './MapPad.tsx';
import './map.css';

const pictureSize = 48;

const hints: Record<MapKind, string> = {
  square: 'Two to four faces at the corners; between them by slerp along the sphere.',
  polygon: 'A blend of three or more faces: the nearer a corner, the more of it.',
  plane: 'The plane through three faces, and what lies beyond them.',
};

/** Two dimensions between faces: drag the point, and the face follows. */
export default function MapPanel() {
  const run = useRun();
  const map = useSelect((state) => state.map);
  const model = useSelect((state) => state.model);
  const ready = useSelect((state) => state.face !== null);
  const { corners, kind } = map;
  useEffect(() => {
    if (model && ready && corners.length === 0) run(completeMap);
  }, [run, model, ready, corners]);
  const pictureOf = useFaces(
    useMemo(() => corners.map(({ z }) => z), [corners]),
    pictureSize,
  );
  const pad = useSelect(padOf);
  return (
    <>
      <Section
        title="Map between faces"
        aside={<output className="map-place tab-nums">{place(map)}</output>}
        hint={hints[kind]}
      >
        <Choice
          label="Shape"
          showLabel={false}
          value={kind}
          options={[
            { value: 'square', label: 'Square' },
            { value: 'polygon', label: 'Blend' },
            { value: 'plane', label: 'Plane' },
          ]}
          onChange={(next) => run(setMapKind, next)}
        />
        {pad && <MapPad map={map} pad={pad} pictureOf={pictureOf} />}
      </Section>
      <Section title="Corners">
        <Corners map={map} weights={pad?.weightsAt?.(map.x, map.y) ?? null} pictureOf={pictureOf} />
      </Section>
      <GridExport corners={corners.length} />
    </>
  );
}
