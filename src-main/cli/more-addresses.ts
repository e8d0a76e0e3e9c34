import type { BrowserHost } from '../browser/browser-host.ts'
import { printLine } from './print.ts'

/**
 * Enter in the terminal, or SIGUSR2, prints another address: for another browser, or the same one after it was closed.
 */
export function offerMoreAddresses(host: BrowserHost): () => void {
  const print = (): void => printLine(host.mintUrl())
  if (process.platform !== 'win32') process.on('SIGUSR2', print)
  if (process.stdin.isTTY) process.stdin.on('data', print)
  return () => {
    process.off('SIGUSR2', print)
    process.stdin.off('data', print)
    process.stdin.pause()
  }
}
