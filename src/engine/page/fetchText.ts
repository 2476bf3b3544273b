/**
 * Fetches the text at an address. Returns undefined on failure: the code that needs it will try again and report the
 * reason.
 */
export async function fetchText(
  address: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  // The page cannot fetch a bundle stored on this device by an address.
  if (!address.startsWith('http')) return undefined;
  try {
    const response = await fetch(address, { signal: signal ?? null, credentials: 'same-origin' });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}
