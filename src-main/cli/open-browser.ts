import { spawn } from 'node:child_process'

/** Whether a browser could show itself: somebody sits here. */
export function mayOpenBrowser(platform: NodeJS.Platform, environment: NodeJS.ProcessEnv): boolean {
  if (environment.CI) return false
  return platform !== 'linux' || Boolean(environment.DISPLAY ?? environment.WAYLAND_DISPLAY)
}

/** Opens an address in the person's browser. Where that fails, the printed address is still there. */
export function openBrowser(url: string): void {
  const [program, ...prefix] = openers[process.platform] ?? ['xdg-open']
  const child = spawn(program, [...prefix, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

const openers: Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}
