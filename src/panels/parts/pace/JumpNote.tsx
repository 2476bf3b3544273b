import { useMessages } from '../../../language/useMessages.ts';
import { evennessOf, steadyWithin } from '../../../latent/curve/change.ts';
import { paceMessages } from './messages.ts';

/** Says when constant speed could not make the pace steady. */
export function JumpNote({ steps }: { steps: readonly number[] | null }) {
  const t = useMessages(paceMessages);
  if (!steps || evennessOf(steps).largest - 1 <= steadyWithin) return null;
  return <span className="pace-note">{t.asSteadyAsItGets}</span>;
}
