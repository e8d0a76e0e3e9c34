import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

/** The built command line; PRODUCT_OUT lets a copy be tested, as in test/e2e. */
const entry = join(resolve(process.env.PRODUCT_OUT ?? join(import.meta.dirname, '../../out')), 'main/cli.js')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** No Redis of anybody's, no screen, no keychain: what a test asks for is given on its command line. */
const environment = (() => {
  const { REDIS_HOST: _host, REDIS_PORT: _port, DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...rest } = process.env
  return { ...rest, NO_COLOR: '1', CI: 'true', XDG_DATA_HOME: '/dev/null/none' }
})()

/** Runs the built command line to its end. `input` null: standard input is /dev/null. */
export async function runCli(
  words: readonly string[],
  options: { readonly input?: string | null; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<Ended> {
  const child = spawn(process.execPath, [entry, ...words], {
    env: { ...environment, ...options.env },
    stdio: [options.input === null ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  })
  const output = { stdout: '', stderr: '' }
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output.stdout += chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (output.stderr += chunk))
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(options.input ?? '')
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, ...output }
}

/** A command that stays: its lines as they come, and a way to end it. */
export class RunningCli {
  readonly child: ChildProcess
  readonly lines: string[] = []
  readonly #exit: Promise<number | null>
  readonly #waiting = new Set<() => void>()
  stderr = ''

  /** `nodeWords` go to Node itself, before the program. */
  constructor(
    words: readonly string[],
    options: {
      readonly env?: Readonly<Record<string, string>>
      readonly nodeWords?: readonly string[]
    } = {},
  ) {
    const child = spawn(process.execPath, [...(options.nodeWords ?? []), entry, ...words], {
      env: { ...environment, ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.child = child
    this.#exit = once(child, 'close').then(([code]) => {
      this.#wake()
      return code as number | null
    })
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.lines.push(line)
      this.#wake()
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (this.stderr += chunk))
  }

  /** The first line that fits. @throws when the command ends before. */
  async line(pattern: RegExp, after = 0): Promise<string> {
    for (;;) {
      const found = this.lines.slice(after).find((line) => pattern.test(line))
      if (found !== undefined) return found
      const { exitCode, signalCode } = this.child
      if (exitCode !== null || signalCode !== null)
        throw new Error(`ended with ${signalCode ?? exitCode}: ${this.stderr}`)
      await new Promise<void>((resolve) => this.#waiting.add(resolve))
    }
  }

  /** Resolves when it has ended, by itself or from outside: to its exit code, null after a signal. */
  get ended(): Promise<number | null> {
    return this.#exit
  }

  /** Sends a signal; resolves to the exit code. */
  end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal)
    return this.#exit
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
    this.#waiting.clear()
  }
}
