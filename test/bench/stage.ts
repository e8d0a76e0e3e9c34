import { madeUpKey } from '../../src-main/app/in-process-practice.ts'
import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import { RunningCli } from '../cli/spawn-cli.ts'
import { type Keyring, startKeyring } from '../faults/run/keyring.ts'
import { unlimited } from '../faults/run/unlimited.ts'
import type { BenchAccount } from './accounts.ts'
import type { ContenderName } from './contender.ts'

/** Practice exchanges in a process of their own, with limits that do not set the pace. */
interface Exchanges {
  readonly process: RunningCli
  readonly control: string
}

/** Practice exchanges, such that push nothing beside them, and a keychain. */
export class Stage {
  readonly keyring: Keyring
  readonly #exchanges: Exchanges
  readonly #silent: Exchanges

  private constructor(keyring: Keyring, exchanges: Exchanges, silent: Exchanges) {
    this.keyring = keyring
    this.#exchanges = exchanges
    this.#silent = silent
  }

  static async set(): Promise<Stage> {
    const [exchanges, silent] = [await startExchanges(), await startExchanges()]
    await post(silent, '/streams', { count: 1_000_000, fault: { refuse: 503 } })
    return new Stage(await startKeyring(), exchanges, silent)
  }

  /** One account on each exchange, for one contender alone. */
  async openAccounts(name: ContenderName): Promise<readonly BenchAccount[]> {
    return Promise.all(
      exchangeNames.map((exchange, index) => {
        const made = madeUpKey(exchange)
        // ccxt signs as a key of KuCoin's version 2, which the practice exchange tells by its name.
        const key = name === 'ccxt' ? { ...made, apiKey: `${made.apiKey}-v2` } : made
        return open(name === 'ours, asking' ? this.#silent : this.#exchanges, exchange, key, index + 1, null)
      }),
    )
  }

  /** An account of one more kind (see the control's `kind`), for this gateway alone. */
  openAccount(exchange: ExchangeName, accountKind: string | null): Promise<BenchAccount> {
    return open(this.#exchanges, exchange, madeUpKey(exchange), 50, accountKind)
  }

  /** Moves a price at once; whatever it meets on the way trades. */
  async setPrice(exchange: ExchangeName, symbol: string, price: string): Promise<void> {
    await post(this.#exchanges, '/price', { exchange, symbol, price })
  }

  /** Where the practice exchanges listen, on this machine. */
  get port(): number {
    return Number(new URL(this.#exchanges.control).port)
  }

  async close(): Promise<void> {
    await Promise.all([this.#exchanges.process.end(), this.#silent.process.end()])
    await this.keyring.close()
  }
}

async function startExchanges(): Promise<Exchanges> {
  const process = new RunningCli(['practice', '--no-state'])
  const { controlUrl } = JSON.parse(await process.line(/controlUrl/)) as { readonly controlUrl: string }
  const exchanges = { process, control: controlUrl }
  for (const limits of unlimited) await post(exchanges, '/limits', limits)
  return exchanges
}

async function open(
  exchanges: Exchanges,
  exchange: ExchangeName,
  key: BenchAccount['key'],
  brokerId: number,
  accountKind: string | null,
): Promise<BenchAccount> {
  await post(exchanges, '/accounts', {
    exchange,
    apiKey: key.apiKey,
    secret: key.secret,
    balances: { USDT: '100000000', BTC: '1000', ETH: '1000' },
    ...(key.passphrase !== null && { passphrase: key.passphrase }),
    ...(accountKind !== null && { kind: accountKind }),
  })
  const baseUrl = `${new URL(exchanges.control).origin}/${exchange}`
  return { exchange, brokerId, baseUrl, key, accountKind }
}

async function post({ control }: Exchanges, path: string, body: object): Promise<void> {
  const response = await fetch(control + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!response.ok) throw new Error(`control ${path}: ${await response.text()}`)
}
