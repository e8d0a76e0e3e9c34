/** Does something once nothing else is to do, or after this time whatever is. */
export function whenIdle(work: () => void, latestMs: number): void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) requestIdleCallback(work, { timeout: latestMs })
  else setTimeout(work, Math.min(1_000, latestMs))
}
