import type { ExchangeName } from '../../src-shared/account.ts'
import type { Money } from '../../src-shared/money.ts'
import { BitgetPracticeServer } from './bitget/bitget-practice-server.ts'
import { BinancePracticeServer } from './binance/binance-practice-server.ts'
import { KuCoinPracticeServer } from './kucoin/kucoin-practice-server.ts'
import { KrakenPracticeServer } from './kraken/kraken-practice-server.ts'
import type { Listings } from './engine/practice-markets.ts'
import { PracticeHost } from './host/practice-host.ts'
import type { BalanceTexts, PracticeServer } from './host/practice-server.ts'
import { SkewedClock } from './host/skewed-clock.ts'

export interface PracticeOptions {
  /** 0 or missing: a free port. */
  readonly port?: number
  /** Same seed, same books and same past. */
  readonly seed?: string
  /** Epoch ms; missing: the machine's clock. */
  readonly now?: () => number
  /** Missing: `plausible`. */
  readonly listings?: Listings
  /** Lets prices move a little by themselves, each about every second. */
  readonly live?: boolean
}

export interface PracticeCredentials {
  readonly apiKey: string
  readonly secret: string
  /** Bitget and KuCoin. */
  readonly passphrase?: string
  /** See PracticeAccountSpec; missing: the exchange's first kind. */
  readonly kind?: string
  /** Units by asset in decimal text; missing: 10000 USDT and some of everything else. */
  readonly balances?: BalanceTexts
}

/** The running practice exchanges, all on one port of 127.0.0.1. */
export interface PracticeExchanges {
  /** What a client takes as the exchange's address: `http://127.0.0.1:1234/binance`. */
  readonly baseUrls: Readonly<Partial<Record<ExchangeName, string>>>
  /** `http://127.0.0.1:1234/control`; see host/control.ts for what it can do. */
  readonly controlUrl: string
  /** Opens an account with a shared secret, or changes its secret. @throws RangeError */
  openAccount(exchange: ExchangeName, credentials: PracticeCredentials): void
  /** Moves a price; `symbol` is the exchange's own or BASE/QUOTE. Trades with what it meets. @throws RangeError */
  setPrice(exchange: ExchangeName, symbol: string, price: Money): void
  close(): Promise<void>
}

/** One market moves at a time, so that the process is never held up for long. */
const driftEveryMs = 75

/** Starts the practice exchanges: local servers that speak each exchange's own protocol, for trying out and for tests. */
export async function startPracticeExchanges(options: PracticeOptions = {}): Promise<PracticeExchanges> {
  const clock = new SkewedClock(options.now ?? Date.now)
  const seed = options.seed ?? 'practice'
  const common = { seed, now: (): number => clock.now(), listings: options.listings ?? 'plausible' }
  const servers = new Map<ExchangeName, PracticeServer>([
    ['binance', new BinancePracticeServer(common)],
    ['bitget', new BitgetPracticeServer(common)],
    ['kucoin', new KuCoinPracticeServer(common)],
    ['kraken', new KrakenPracticeServer(common)],
  ])
  const host = new PracticeHost(servers, clock)
  const origin = await host.listen(options.port ?? 0)
  const timer = options.live === true ? startDrift(servers) : null
  const serverOf = (exchange: ExchangeName): PracticeServer => {
    const server = servers.get(exchange)
    if (server === undefined) throw new RangeError(`there is no practice exchange ${exchange}`)
    return server
  }
  return {
    baseUrls: Object.fromEntries([...servers.keys()].map((name) => [name, `${origin}/${name}`])),
    controlUrl: `${origin}/control`,
    openAccount(exchange, { apiKey, secret, passphrase, kind, balances }) {
      serverOf(exchange).openAccount({
        apiKey,
        key: { secret },
        passphrase: passphrase ?? null,
        kind: kind ?? null,
        accountId: null,
        balances: balances ?? null,
        permissions: { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null },
      })
    },
    setPrice(exchange, symbol, price) {
      serverOf(exchange).setPrice(symbol, price, null)
    },
    async close() {
      if (timer !== null) clearInterval(timer)
      await host.close()
    },
  }
}

function startDrift(servers: ReadonlyMap<ExchangeName, PracticeServer>): NodeJS.Timeout {
  const timer = setInterval(() => {
    for (const server of servers.values()) server.driftNext()
  }, driftEveryMs)
  timer.unref()
  return timer
}
