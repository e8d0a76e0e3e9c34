/**
 * Whoever reads our output may go, and nobody debugs what trades: no reason to end, and no way in. For the beginning of
 * every process.
 */
export function outlive(): void {
  process.stdout.on('error', () => undefined)
  process.stderr.on('error', () => undefined)
  // Without a listener, Node opens its inspector on this signal, which lets every process of the machine in.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => undefined)
}
