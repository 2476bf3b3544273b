/**
 * The page's policy names this machine among the hosts that may be asked, because a page cannot know when it is built where it will lie. Only a
 * page that itself comes over http from this machine (`npm start`, development, tests) has any need of that: every other page takes it
 * away from itself before anything is asked. A second policy can only forbid more than the first.
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
