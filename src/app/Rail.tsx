import { Tabs } from 'radix-ui';
import { useMessages } from '../language/useMessages.ts';
import {
  Box,
  Calculator,
  Grid,
  Layers,
  MapIcon,
  MoveHorizontal,
  Portrait,
  Sliders,
  Spline,
} from '../panels/parts/icons.tsx';
import type { PanelName } from '../store/state/state.ts';
import { pageMessages } from './page/messages.ts';

export const tabs: readonly { name: PanelName; Icon: typeof Box }[] = [
  { name: 'sample', Icon: Grid },
  { name: 'walk', Icon: MoveHorizontal },
  { name: 'path', Icon: Spline },
  { name: 'map', Icon: MapIcon },
  { name: 'attributes', Icon: Sliders },
  { name: 'arithmetic', Icon: Calculator },
  { name: 'photo', Icon: Portrait },
  { name: 'network', Icon: Layers },
  { name: 'models', Icon: Box },
];

/** The panels as tabs: a rail on the left, or a bar at the bottom of a narrow screen. */
export function Rail() {
  const t = useMessages(pageMessages);
  return (
    <nav className="rail" aria-label={t.panels}>
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
      <Tabs.List className="rail-tabs" aria-label={t.panels}>
        {tabs.map(({ name, Icon }) => (
          <Tabs.Trigger key={name} value={name}>
            <Icon size={20} strokeWidth={1.6} aria-hidden="true" />
            {t[name]}
          </Tabs.Trigger>
        ))}
      </Tabs.List>
    </nav>
  );
}
