/**
 * Distinguishes a redirect refused by the page's own policy from a host that does not answer: `fetch` rejects in the same
 * way for both, but for the former the browser fires an event with the original address.
 */
export interface PolicyWatch {
  /** Resolves to whether the policy refused the address, or its redirect. */
  refused(): Promise<boolean>;
  end(): void;
}

const eventName = 'securitypolicyviolation';
/** Milliseconds to wait for the event, which the browser sends in its own time. */
const eventDelay = 50;

/** Watches for a refusal of the address by the policy, from now on. */
export function watchPolicy(url: URL): PolicyWatch {
  let seen = false;
  const hear = (event: Event) => {
    const { blockedURI, effectiveDirective } = event as SecurityPolicyViolationEvent;
    if (effectiveDirective !== 'connect-src' || !URL.canParse(blockedURI)) return;
    // A browser may report only the origin.
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
