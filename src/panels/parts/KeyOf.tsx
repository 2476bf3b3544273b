import { useSelect } from '../../store/hooks.ts';
import { keyNow } from '../../store/select/keys.ts';
import { Key } from './Key.tsx';
import { keyTitle } from './keyTitles.ts';

/** The current key of a button's command; nothing if it has none. @param usual the default key that the command names */
export function KeyOf({ usual }: { usual: string }) {
  const key = useSelect((state) => keyNow(state, usual));
  return key === null ? null : <Key>{keyTitle(key)}</Key>;
}
