/** The text at an address, or nothing: whoever needs it asks again and hears why. */
export async function fetchText(
  address: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  // A bundle on this device has no address that a page could fetch.
  if (!address.startsWith('http')) return undefined;
  try {
    const response = await fetch(address, { signal: signal ?? null, credentials: 'same-origin' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
