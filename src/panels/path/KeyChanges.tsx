import { useRun } from '../../commands/hooks.ts';
import { dropChangesAtKey, keepChangesAtKey } from '../../commands/journey/pathKeys.ts';
import { useMessages } from '../../language/useMessages.ts';
import { useSelect } from '../../store/hooks.ts';
import { courseOf, pathNetwork } from '../../store/select/journey/pathCourse.ts';
import { bringsChanges, changesCount } from '../../store/select/network/network.ts';
import { sameNetwork } from '../../store/select/network/sameNetwork.ts';
import { initialNetwork, isUnchanged } from '../../store/state/network.ts';
import type { State } from '../../store/state/state.ts';
import { pathMessages } from './messages.ts';

/** Whether the network is changed in a way that does not come from the path itself. */
function differsFromPath(state: State): boolean {
  const position = courseOf(state)?.positionAt(state.path.time) ?? 0;
  return !sameNetwork(state.network, pathNetwork(state, position) ?? initialNetwork);
}

/** Shows the changes inside the network at a key, and nothing if there are none anywhere. */
export function KeyChanges({ index }: { index: number }) {
  const run = useRun();
  const t = useMessages(pathMessages);
  const own = useSelect(({ path }) => path.keys[index]?.network);
  const brings = useSelect(({ path }) => bringsChanges(path));
  const changed = useSelect(({ network }) => !isUnchanged(network));
  const canKeep = useSelect(differsFromPath);
  if (!brings && !changed) return null;
  return (
    <div className="path-changes">
      <span>{own ? t.changes(changesCount({ network: own })) : brings ? t.noChanges : t.sameChanges}</span>
      {canKeep && (
        <button type="button" className="btn small" onClick={() => run(keepChangesAtKey, index)}>
          {t.keepChanges}
        </button>
      )}
      {own && (
        <button type="button" className="btn small ghost" onClick={() => run(dropChangesAtKey, index)}>
          {t.dropChanges}
        </button>
      )}
    </div>
  );
}
