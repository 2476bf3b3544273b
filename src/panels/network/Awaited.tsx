/** Marks a place whose content is still being fetched or computed, for assistive technology and for tests. */
export function Awaited() {
  return <div aria-busy="true" />;
}
