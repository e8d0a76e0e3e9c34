import { writeFileSync } from 'node:fs'
import { monitorEventLoopDelay } from 'node:perf_hooks'

/**
 * Loaded before a gateway (`--import`): writes how late its event loop was, p99 in ms beyond the probe's own rhythm, to
 * the file named, twice a second.
 */
const file = process.env.BENCH_LAG_FILE
if (file !== undefined) {
  const everyMs = 5
  const histogram = monitorEventLoopDelay({ resolution: everyMs })
  histogram.enable()
  setInterval(() => {
    // Of the last half second alone.
    writeFileSync(file, String(Math.max(0, histogram.percentile(99) / 1e6 - everyMs)))
    histogram.reset()
  }, 500).unref()
}
