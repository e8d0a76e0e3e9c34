import { PerformanceObserver } from 'node:perf_hooks'
import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8'

/** Both halves of the first generation: with 4 MB each, most of what one request makes is dead before it is looked at. */
const firstGenerationBytes = 8 * 1024 * 1024
/** After the start, which makes much that lives; and V8 makes it smaller again in quiet times. */
const usualLookMs = 2_000

/**
 * Has V8 collect before the heap grows by much. A gateway lives for weeks on some 25 MB of objects, and V8's own measure
 * (twice what lives, and 48 MB for what is new) kept 180 MB for them (docs/decisions/0020-bundled-compiled-small.md).
 */
export function keepHeapSmall(lookEveryMs = usualLookMs): void {
  setFlagsFromString('--heap-growing-percent=30')
  doublesFirstGeneration(false)
  const observer = new PerformanceObserver(() => {
    if (firstGeneration() < firstGenerationBytes) return
    observer.disconnect()
    doublesFirstGeneration(false)
  })
  const timer = setInterval(() => {
    if (firstGeneration() >= firstGenerationBytes) return
    doublesFirstGeneration(true)
    observer.observe({ entryTypes: ['gc'] })
  }, lookEveryMs)
  timer.unref()
}

/** How large it may become can be told only where a process is started; whether it grows, at any time. */
function doublesFirstGeneration(itDoes: boolean): void {
  setFlagsFromString(`--semi-space-growth-factor=${itDoes ? 2 : 1}`)
}

function firstGeneration(): number {
  return getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0
}
