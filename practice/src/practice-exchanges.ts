import { type ExchangeName, exchangeNames } from '../../src-shared/account.ts'
import type { Money } from '../../src-shared/money.ts'
import { BinancePracticeServer } from './binance/binance-practice-server.ts'
import { BitgetPracticeServer } from './bitget/bitget-practice-server.ts'
import type { Listings } from './engine/practice-markets.ts'
import type { EngineServerOptions } from './host/engine-server.ts'
import { PracticeHost } from './host/practice-host.ts'
import type { BalanceTexts, PracticeServer } from './host/practice-server.ts'
import type { PracticeStore } from './host/practice-store.ts'
import { SkewedClock } from './host/skewed-clock.ts'
import { KrakenPracticeServer } from './kraken/kraken-practice-server.ts'
import { KuCoinPracticeServer } from './kucoin/kucoin-practice-server.ts'

export interface PracticeOptions {
  /** 0 or missing: a free port. */
  readonly port?: number
  /** Same seed, same books and same past. */
  readonly seed?: string
  /** Epoch ms; missing: the machine's clock. */
  readonly now?: () => number
  /** Missing: `plausible`. */
  readonly listings?: Listings
  /** Where each exchange's state is kept over restarts; missing: in memory only. */
  readonly keeping?: {
    storeOf(exchange: ExchangeName): PracticeStore
    /** See Keeping. */
    readonly keys: boolean
  }
  /** Lets prices move a little by themselves, each about every second. */
  readonly live?: boolean
}

interface PracticeCredentials {
  readonly apiKey: string
  readonly secret: string
  /** Bitget and KuCoin. */
  readonly passphrase?: string
  /** The account that the key is for; missing: one of its own. */
  readonly accountId?: string
  /** See PracticeAccountSpec; missing: the exchange's first kind. */
  readonly kind?: string
  /** Units by asset in decimal text; missing: 10000 USDT and some of everything else. */
  readonly balances?: BalanceTexts
}

/** The running practice exchanges, all on one port of 127.0.0.1. */
export interface PracticeExchanges {
  /** What a client takes as the exchange's address: `http://127.0.0.1:1234/binance`. */
  readonly baseUrls: Readonly<Record<ExchangeName, string>>
  /** `http://127.0.0.1:1234/control`; see host/control.ts for what it can do. */
  readonly controlUrl: string
  /**
   * Opens an account with a shared secret, or changes its secret. The uid is one that no other account has. @throws
   * RangeError
   */
  openAccount(exchange: ExchangeName, credentials: PracticeCredentials): { readonly uid: number }
  /** Moves a price; `symbol` is the exchange's own or BASE/QUOTE. Trades with what it meets. @throws RangeError */
  setPrice(exchange: ExchangeName, symbol: string, price: Money): void
  close(): Promise<void>
}

/** One market moves at a time, so that the process is never held up for long. */
const driftEveryMs = 75
/** Moves after which what they changed is kept, even when nobody asks. */
const saveEvery = 20

/** Every exchange's practice server. */
const practiceServers: Readonly<Record<ExchangeName, (basis: EngineServerOptions) => PracticeServer>> = {
  binance: (basis) => new BinancePracticeServer(basis),
  bitget: (basis) => new BitgetPracticeServer(basis),
  kucoin: (basis) => new KuCoinPracticeServer(basis),
  kraken: (basis) => new KrakenPracticeServer(basis),
}

function baseUrlsAt(origin: string): PracticeExchanges['baseUrls'] {
  const urls = exchangeNames.map((name) => [name, `${origin}/${name}`])
  return Object.fromEntries(urls) as Record<ExchangeName, string>
}

/**
 * Starts the practice exchanges: local servers that speak each exchange's own protocol, for trying out and for tests.
 */
export async function startPracticeExchanges(options: PracticeOptions = {}): Promise<PracticeExchanges> {
  const clock = new SkewedClock(options.now ?? Date.now)
  const seed = options.seed ?? 'practice'
  const basis = (exchange: ExchangeName): EngineServerOptions => ({
    seed,
    now: () => clock.now(),
    listings: options.listings ?? 'plausible',
    keeping:
      options.keeping === undefined ? null : { store: options.keeping.storeOf(exchange), keys: options.keeping.keys },
  })
  const servers = new Map(exchangeNames.map((name) => [name, practiceServers[name](basis(name))]))
  for (const server of servers.values()) server.open()
  const host = new PracticeHost(servers, clock)
  const origin = await host.listen(options.port ?? 0)
  const timer = options.live === true ? startDrift(servers) : null
  const serverOf = (exchange: ExchangeName): PracticeServer => {
    const server = servers.get(exchange)
    if (server === undefined) throw new RangeError(`there is no practice exchange ${exchange}`)
    return server
  }
  return {
    baseUrls: baseUrlsAt(origin),
    controlUrl: `${origin}/control`,
    openAccount(exchange, { apiKey, secret, passphrase, accountId, kind, balances }) {
      const server = serverOf(exchange)
      const uid = server.openAccount({
        apiKey,
        key: { secret },
        passphrase: passphrase ?? null,
        kind: kind ?? null,
        accountId: accountId ?? null,
        balances: balances ?? null,
        permissions: { canRead: true, canTrade: true, canWithdraw: false, ipRestrict: null },
      })
      server.save()
      return { uid }
    },
    setPrice(exchange, symbol, price) {
      const server = serverOf(exchange)
      server.setPrice(symbol, price, null)
      server.save()
    },
    async close() {
      if (timer !== null) clearInterval(timer)
      await host.close()
      for (const server of servers.values()) server.save()
    },
  }
}

function startDrift(servers: ReadonlyMap<ExchangeName, PracticeServer>): NodeJS.Timeout {
  let moves = 0
  const timer = setInterval(() => {
    moves += 1
    for (const server of servers.values()) {
      server.driftNext()
      if (moves % saveEvery === 0) server.save()
    }
  }, driftEveryMs)
  timer.unref()
  return timer
}
