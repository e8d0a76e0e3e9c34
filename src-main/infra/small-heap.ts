import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Both halves of the first generation: with 4 MB each, most of what one request makes is dead before it is looked at. */
const firstGenerationBytes = 8 * 1024 * 1024
/** V8 makes it smaller again in quiet times. */
const lookAgainMs = 10_000

/**
 * Has V8 collect before the heap grows by much. A gateway lives for weeks on some 25 MB of objects, and V8's own measure
 * (twice what lives, and 48 MB for what is new) kept 180 MB for them (docs/decisions/0020-bundled-compiled-small.md).
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30')
  stopFirstGenerationInTime()
}

/** Its largest size can be told only where a process is started: so it grows as usual, and is stopped when it is there. */
function stopFirstGenerationInTime(): void {
  setFlagsFromString('--semi-space-growth-factor=2')
  const observer = new PerformanceObserver(() => {
    if (firstGeneration() < firstGenerationBytes) return
    observer.disconnect()
    setFlagsFromString('--semi-space-growth-factor=1')
    const timer = setInterval(() => {
      if (firstGeneration() >= firstGenerationBytes) return
      clearInterval(timer)
      stopFirstGenerationInTime()
    }, lookAgainMs)
    timer.unref()
  })
  observer.observe({ entryTypes: ['gc'] })
}

function firstGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0
}
