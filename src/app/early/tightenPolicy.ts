/**
 * The built page's policy allows requests to the visitor's own machine, because the build cannot know where the page will be
 * hosted. Only a page that comes over http from that machine (`npm start`, development, tests) needs this, so every other page
 * forbids it before sending any request. It does so with a second policy, which can only forbid more than the first.
 */
const elsewhere = "connect-src 'self' https:";

/** @returns whether the policy was tightened */
export function tightenPolicy({ protocol, hostname }: Location = location): boolean {
  if (protocol === 'http:' && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)) return false;
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = elsewhere;
  document.head.append(meta);
  return true;
}
