import { madeUpKey } from '../../src-main/app/in-process-practice.ts'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { RunningCli } from '../cli/spawn-cli.ts'
import { type Keyring, startKeyring } from '../faults/run/keyring.ts'
import { unlimited } from '../faults/run/unlimited.ts'
import type { BenchAccount } from './accounts.ts'
import type { ContenderName } from './contender.ts'

/** The practice exchanges in a process of their own, with limits that do not set the pace, and a keychain. */
export class Stage {
  readonly keyring: Keyring
  readonly #practice: RunningCli
  readonly #control: string

  private constructor(keyring: Keyring, practice: RunningCli, control: string) {
    this.keyring = keyring
    this.#practice = practice
    this.#control = control
  }

  static async set(): Promise<Stage> {
    const keyring = await startKeyring()
    const practice = new RunningCli(['practice', '--no-state'])
    const { controlUrl } = JSON.parse(await practice.line(/controlUrl/)) as { readonly controlUrl: string }
    const stage = new Stage(keyring, practice, controlUrl)
    for (const limits of unlimited) await stage.#post('/limits', limits)
    return stage
  }

  /** One account on each exchange, for one contender alone. */
  async openAccounts(name: ContenderName): Promise<readonly BenchAccount[]> {
    return Promise.all(
      exchangeNames.map((exchange, index) => {
        const made = madeUpKey(exchange)
        // ccxt signs as a key of KuCoin's version 2, which the practice exchange tells by its name.
        const key = name === 'ccxt' ? { ...made, apiKey: `${made.apiKey}-v2` } : made
        return this.#open(exchange, key, index + 1, null)
      }),
    )
  }

  /** An account of one more kind (see the control's `kind`), for this gateway alone. */
  openAccount(exchange: ExchangeName, accountKind: string | null): Promise<BenchAccount> {
    return this.#open(exchange, madeUpKey(exchange), 50, accountKind)
  }

  async #open(
    exchange: ExchangeName,
    key: BenchAccount['key'],
    brokerId: number,
    accountKind: string | null,
  ): Promise<BenchAccount> {
    await this.#post('/accounts', {
      exchange,
      apiKey: key.apiKey,
      secret: key.secret,
      balances: { USDT: '100000000', BTC: '1000', ETH: '1000' },
      ...(key.passphrase !== null && { passphrase: key.passphrase }),
      ...(accountKind !== null && { kind: accountKind }),
    })
    return { exchange, brokerId, baseUrl: this.#baseUrlOf(exchange), key, accountKind }
  }

  /** Moves a price at once; whatever it meets on the way trades. */
  async setPrice(exchange: ExchangeName, symbol: string, price: string): Promise<void> {
    await this.#post('/price', { exchange, symbol, price })
  }

  /** Where the practice exchanges listen, on this machine. */
  get port(): number {
    return Number(new URL(this.#control).port)
  }

  async close(): Promise<void> {
    await this.#practice.end()
    await this.keyring.close()
  }

  #baseUrlOf(exchange: ExchangeName): string {
    return `${new URL(this.#control).origin}/${exchange}`
  }

  async #post(path: string, body: object): Promise<void> {
    const response = await fetch(this.#control + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok) throw new Error(`control ${path}: ${await response.text()}`)
  }
}
