/**
 * The page's policy for the addresses of scripts (Trusted Types): its Content-Security-Policy refuses every worker address that
 * has not passed through here. The policy is the browser's default one, because the bundler has to see the address in
 * `new Worker(new URL(...))` and TF.js starts its threads itself.
 */
interface TrustedTypes {
  defaultPolicy: unknown;
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): unknown;
}

/** @throws TypeError for an address that is neither on this page's server nor a blob of this page's own. */
export function allowedAddress(address: string, page: string): string {
  const url = new URL(address, page);
  const own = url.protocol === 'blob:' ? new URL(url.pathname) : url;
  if (own.origin === new URL(page).origin) return address;
  throw new TypeError(`A script of ${url.origin} is not allowed on this page.`);
}

/** Makes the policy, unless the page has it already. */
export function guardAddresses(): void {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  if (!trustedTypes || trustedTypes.defaultPolicy) return;
  trustedTypes.createPolicy('default', {
    createScriptURL: (address) => allowedAddress(address, document.baseURI),
  });
}
