/**
 * Adds the headers that make the page cross-origin isolated, which WebAssembly threads need, for hosts that cannot send
 * them. They are the same as in `scripts/vite/isolation.ts`.
 */
const added: Readonly<Record<string, string>> = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Responses with these statuses have no body, and the constructor refuses one. */
const withoutBody = [101, 204, 205, 304];

/** Returns the same response with the headers; an opaque response is returned unchanged. */
export function isolated(response: Response): Response {
  if (response.status === 0 || response.type === 'opaqueredirect') return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(added)) headers.set(name, value);
  const body = withoutBody.includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
