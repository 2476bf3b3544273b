import { type ComponentType, lazy, useState } from 'react';

/** A component that is fetched later, perhaps before it is rendered. */
export interface LaterPart {
  /** Settles when the component is there. @throws what its import throws; it is tried again when the component is rendered */
  fetch: () => Promise<void>;
  /** What to render: the component itself once it is there, and before that one that waits for it. */
  component: () => ComponentType;
}

export function laterPart(load: () => Promise<{ default: ComponentType }>): LaterPart {
  let here: ComponentType | null = null;
  const awaited = lazy(load);
  return {
    async fetch() {
      here ??= (await load()).default;
    },
    component: () => here ?? awaited,
  };
}

/**
 * Renders a part, at once if it was fetched ahead. React's own `lazy` waits even for what is there already, and shows what stands in its
 * place for 300 ms at least.
 */
export function FetchedAhead({ part }: { part: LaterPart }) {
  // Chosen once: another component in its place would lose what the first one knows.
  const [Chosen] = useState<ComponentType>(() => part.component());
  return <Chosen />;
}
