import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { onTestFinished } from 'vitest'
import { RemotePanel } from '../../src-main/browser/remote-panel.ts'
import type { CallInput, CallName, CallOutput, GatewayStatus } from '../../src-shared/contract.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { RunningCli } from '../cli/spawn-cli.ts'

type CleanUp = (work: () => Promise<void>) => void

/** For a gateway that is stopped by hand. */
export const keeping: CleanUp = () => undefined

/** The built gateway in a process of its own, asked as its window asks. */
export class RunningGateway {
  readonly #command: RunningCli
  readonly #panel: RemotePanel

  private constructor(command: RunningCli, panel: RemotePanel) {
    this.#command = command
    this.#panel = panel
  }

  /** `cleanUp`: takes what is to be done in the end. @throws with what it says when it does not start. */
  static async start(folder: string, cleanUp: CleanUp = onTestFinished): Promise<RunningGateway> {
    // Nobody listens on port 1: the gateway runs without Redis.
    const words = ['start', '--browser', '--no-open', '--data', folder, '--redis', 'redis://127.0.0.1:1']
    // No keychain of anybody's.
    const command = new RunningCli(words, { env: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/dev/null' } })
    cleanUp(async () => {
      await command.end('SIGKILL')
    })
    const panel = await RemotePanel.connect(await command.line(/^http:/))
    cleanUp(() => panel.close())
    return new RunningGateway(command, panel)
  }

  get pid(): number {
    return this.#command.child.pid ?? 0
  }

  get stderr(): string {
    return this.#command.stderr
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const result = await this.#panel.call(name, input)
    if (!result.ok) throw new Error(`${result.error.text.key} ${JSON.stringify(result.error.text.params)}`)
    return result.value
  }

  status(): Promise<GatewayStatus> {
    return this.call('gateway.status', {})
  }

  /** The notices' keys. */
  async notices(): Promise<readonly string[]> {
    return (await this.status()).notices.map(({ key }) => key)
  }

  /** What the notices say, in English. */
  async said(): Promise<string> {
    return (await this.status()).notices.map((notice) => sentence(notice, 'en')).join('\n')
  }

  /** Buys a little on the first account. @returns `accepted`, or the key of why not */
  async buy(): Promise<string> {
    const [account] = await this.call('accounts.list', {})
    if (account === undefined) return 'no account'
    const outcome = await this.call('orders.place', {
      accountId: account.id,
      formId: randomUUID(),
      request: {
        kind: 'market',
        symbol: 'BTC/USDT',
        side: 'buy',
        amount: { unit: 'base', value: '0.001' },
        exits: null,
      },
    } as never)
    return outcome.outcome === 'rejected' ? outcome.error.text.key : outcome.outcome
  }

  /** From now on, no file of it may grow beyond so many bytes: what a full disk is to it. null: as many as it likes. */
  limitFiles(bytes: number | null): void {
    execFileSync('prlimit', ['--pid', String(this.pid), `--fsize=${bytes ?? 'unlimited'}:unlimited`])
  }

  /** Ends it as a person does. @returns its exit code */
  async stop(): Promise<number | null> {
    await this.#panel.close()
    return this.#command.end('SIGTERM')
  }

  /** As a power cut does. */
  async kill(): Promise<void> {
    await this.#command.end('SIGKILL')
  }

  /** Closes the reading end of its standard error. */
  stopReadingErrors(): void {
    this.#command.child.stderr?.destroy()
  }
}

/** What is said of it: SQLite takes such a limit for a failing disk, a full disk (see full-disk.test.ts) for full. */
export const outOfSpace = /^file\.(disk_full|not_writable)/

/** Whether the system can set the limit that {@link RunningGateway.limitFiles} needs. */
export const canLimitFiles = ((): boolean => {
  try {
    execFileSync('prlimit', ['--pid', String(process.pid), '--fsize'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

// Nothing is left out in silence: the report of a run shows skipped tests as a number only.
if (!canLimitFiles) console.warn('skipped: full disks, since this system has no prlimit to limit a process’s files')
