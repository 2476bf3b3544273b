import { Tabs } from 'radix-ui';
import { Box, Calculator, Grid, MapIcon, MoveHorizontal, Sliders, Spline } from '../panels/parts/icons.tsx';
import type { PanelName } from '../store/state/state.ts';

export const tabs: readonly { name: PanelName; label: string; Icon: typeof Box }[] = [
  { name: 'sample', label: 'Sample', Icon: Grid },
  { name: 'walk', label: 'Walk', Icon: MoveHorizontal },
  { name: 'path', label: 'Path', Icon: Spline },
  { name: 'map', label: 'Map', Icon: MapIcon },
  { name: 'attributes', label: 'Attributes', Icon: Sliders },
  { name: 'arithmetic', label: 'Arithmetic', Icon: Calculator },
  { name: 'models', label: 'Models', Icon: Box },
];

/** The panels, as tabs: a rail at the left, a bar at the foot of a narrow screen. */
export function Rail() {
  return (
    <nav className="rail" aria-label="Panels">
      <div className="logo" role="img" aria-label="Zscape">
        <svg width="30" height="30" viewBox="0 0 30 30" aria-hidden="true">
          <defs>
            <linearGradient id="logo" x2="1" y2="1">
              <stop stopColor="#ffb65c" />
              <stop offset=".55" stopColor="#8ea6ff" />
              <stop offset="1" stopColor="#55d6c6" />
            </linearGradient>
          </defs>
          <path
            d="M6 7h18L6 23h18"
            fill="none"
            stroke="url(#logo)"
            strokeWidth="3.4"
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        </svg>
      </div>
      <Tabs.List className="rail-tabs" aria-label="Panels">
        {tabs.map(({ name, label, Icon }) => (
          <Tabs.Trigger key={name} value={name}>
            <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
            {label}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </nav>
  );
}
