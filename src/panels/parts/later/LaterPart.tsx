import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { textsReady } from '../../../language/texts.ts';
import { Boundary } from './Boundary.tsx';
import { BrokenPart, type Shape } from './BrokenPart.tsx';

/** A component that is fetched later, perhaps before it is rendered. */
export interface LaterPart<Props extends object = object> {
  /** Settles when the component is loaded. @throws whatever its import throws; rendering the component tries again */
  fetch: () => Promise<void>;
  /** Forgets that it could not be loaded, so that the next rendering tries again. */
  renew: () => void;
  /** What to render: the component itself once it is loaded, and before that one that waits for it. */
  component: () => ComponentType<Props>;
}

export function laterPart<Props extends object = object>(
  load: () => Promise<{ default: ComponentType<Props> }>,
): LaterPart<Props> {
  let here: ComponentType<Props> | null = null;
  const fetchIt = async () => {
    const part = (await load()).default;
    // Includes its texts; otherwise rendering would still have to wait for them.
    await textsReady();
    here ??= part;
    return { default: here };
  };
  let failed = false;
  // React remembers that a lazy component failed, so the next try needs a new one. It may not get that by itself: React
  // renders a failure again before it shows it, which would try again at once, and without end while there is no network.
  const waiting = (): ComponentType<Props> =>
    lazy(() =>
      fetchIt().catch((error: unknown) => {
        failed = true;
        throw error;
      }),
    ) as unknown as ComponentType<Props>;
  let awaited = waiting();
  return {
    async fetch() {
      await fetchIt();
    },
    renew() {
      if (!failed) return;
      failed = false;
      awaited = waiting();
    },
    component: () => here ?? awaited,
  };
}

/**
 * Renders a part, immediately if it was fetched ahead. React's own `lazy` waits even for loaded code, and shows its fallback for
 * at least 300 ms. If the part cannot be fetched or breaks, it says so in its own place and can be tried again.
 * @param room shown there until the part has loaded
 * @param broken the shape of the failure message; a dialog has to say how it is closed
 */
export function Part<Props extends object>({
  of,
  broken,
  name,
  room = null,
  onGiveUp,
  ...props
}: {
  of: LaterPart<Props>;
  broken: Shape;
  /** Its name for the user, if its place does not tell: the name of the command that opens it, or words of the page's language. */
  name?: string;
  room?: ReactNode;
  /** Closes the dialog that could not be loaded. */
  onGiveUp?: () => void;
} & Props) {
  // Opened again later, it is tried again.
  useEffect(() => () => of.renew(), [of]);
  return (
    <Boundary
      otherwise={(error, again) => {
        const tryAgain = () => {
          of.renew();
          again();
        };
        return <BrokenPart error={error} shape={broken} name={name} onAgain={tryAgain} onClose={onGiveUp} />;
      }}
    >
      <Suspense fallback={room}>
        <Chosen of={of} props={props as unknown as Props} />
      </Suspense>
    </Boundary>
  );
}

function Chosen<Props extends object>({ of, props }: { of: LaterPart<Props>; props: Props }) {
  // Chosen once, because another component in its place would lose its state.
  const [Component] = useState<ComponentType<Props>>(() => of.component());
  return <Component {...props} />;
}
