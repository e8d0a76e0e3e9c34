/** How long a clean end may take before the process ends anyway. */
const patienceMs = 20_000

/** One Ctrl+C arrives more than once: from the terminal, and from npm and the bootstrap that pass it on. */
const echoMs = 1000

/**
 * Resolves with the first SIGINT or SIGTERM (or SIGHUP: the terminal went away). One more, later, ends the process at
 * once.
 */
export function untilAskedToStop(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let askedAt: number | null = null
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (askedAt !== null && signal !== 'SIGHUP' && performance.now() - askedAt > echoMs) process.exit(130)
        askedAt ??= performance.now()
        resolve(signal)
      })
    }
  })
}

/**
 * Closes in order, each in its turn whatever happened to the one before. Never hangs: after 20 s the process ends with
 * code 1.
 */
export async function closeAll(steps: readonly (() => Promise<void> | void)[]): Promise<void> {
  const patience = setTimeout(() => {
    console.error('The gateway did not end in time and was stopped.')
    process.exit(1)
  }, patienceMs)
  for (const step of steps) {
    try {
      await step()
    } catch (error) {
      console.error(`While stopping: ${error instanceof Error ? error.message : String(error)}`)
      process.exitCode = 1
    }
  }
  clearTimeout(patience)
}
