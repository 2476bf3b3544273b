/**
 * Tells a redirect that the page's own policy refuses from a host that does not answer: `fetch` rejects alike for both, but
 * the browser tells of what a policy refused in an event, with the address that was asked at first.
 */
export interface PolicyWatch {
  /** Whether the policy refused the address, or what it led to. */
  refused(): Promise<boolean>;
  end(): void;
}

const eventName = 'securitypolicyviolation';
/** Milliseconds within which the event comes, which the browser sends on its own time. */
const eventDelay = 50;

export function watchPolicy(url: URL): PolicyWatch {
  let seen = false;
  const hear = (event: Event) => {
    const { blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (effectiveDirective !== 'connect-src' || !URL.canParse(blockedURI)) return;
    // A browser may name the origin alone.
    if (blockedURI === url.href || blockedURI === url.origin || blockedURI === `${url.origin}/`) seen = true;
  };
  const target = typeof document === 'undefined' ? globalThis : document;
  const inBrowser = typeof SecurityPolicyViolationEvent !== 'undefined';
  if (inBrowser) target.addEventListener(eventName, hear);
  return {
    async refused() {
      if (inBrowser && !seen) await new Promise((resolve) => setTimeout(resolve, eventDelay));
      return seen;
    },
    end() {
      if (inBrowser) target.removeEventListener(eventName, hear);
    },
  };
}
