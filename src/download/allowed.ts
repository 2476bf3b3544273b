/** Which addresses may be requested from where this code runs. */
import { ZscapeError } from '../base/errors.ts';

/** Returns the page's origin, also inside its workers; null outside a browser. */
export const ownOrigin = (): string | null => {
  const { origin } = globalThis as { origin?: string };
  return origin !== undefined && origin !== 'null' ? origin : null;
};

function isLoopback({ hostname }: URL): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
}

/**
 * Returns whether an address may be requested: encrypted ones always; others only on the page's own origin, from this
 * machine to itself during development, and on the command line.
 * @param page the page's origin; null on the command line
 */
export function mayAsk(url: URL, page: string | null): boolean {
  if (url.protocol === 'https:') return true;
  if (url.protocol !== 'http:') return false;
  if (page === null || url.origin === page) return true;
  const own = new URL(page);
  return own.protocol === 'http:' && isLoopback(own) && isLoopback(url);
}

/**
 * Parses an address.
 * @throws ADDRESS_INVALID for anything but a web address, ADDRESS_INSECURE for one that this page may not request.
 */
export function checkedAddress(address: string, page: string | null = ownOrigin()): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') {
    throw new ZscapeError(
      'ADDRESS_INVALID',
      `“${address.slice(0, 120)}” is not a web address. It has to begin with https:// and the name of a host.`,
    );
  }
  if (url.username || url.password) {
    throw new ZscapeError(
      'ADDRESS_INVALID',
      `The address of ${url.host} contains a user name or a password, which would end up in links. Leave it out.`,
    );
  }
  if (mayAsk(url, page)) return url;
  throw new ZscapeError(
    'ADDRESS_INSECURE',
    `This page contacts other hosts only over https, but the address of ${url.host} starts with http. Try it with https:// in front, or download the file and drop it here.`,
  );
}
