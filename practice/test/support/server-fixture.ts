import { Money } from '../../../src-shared/money.ts'
import type { EngineServerOptions } from '../../src/host/engine-server.ts'
import type { AccountPermissions, KeyMaterial, PracticeServer } from '../../src/host/practice-server.ts'
import type { RawReply } from '../../src/host/raw-http.ts'

export const startTime = Date.UTC(2026, 10, 23, 12, 0, 0)

/** A practice server without a socket, on a clock that only moves when told. */
export class ServerFixture<Server extends PracticeServer> {
  time = startTime
  readonly server: Server
  lastReply: RawReply = { status: 0, headers: {}, body: '' }
  readonly #key: { readonly secret: string; readonly passphrase: string | null }

  /** `key`: what belongs to every API key that is opened. */
  constructor(
    Server: new (options: EngineServerOptions) => Server,
    key: { readonly secret: string; readonly passphrase: string | null },
  ) {
    this.server = new Server({ seed: 'test', now: () => this.time, listings: 'tests', keeping: null })
    this.#key = key
  }

  open(
    apiKey: string,
    change: {
      readonly kind?: string
      readonly permissions?: Partial<AccountPermissions>
      readonly accountId?: string
      readonly key?: KeyMaterial
    } = {},
  ): void {
    const { secret, passphrase } = this.#key
    this.server.openAccount({
      apiKey,
      key: change.key ?? { secret },
      passphrase,
      kind: change.kind ?? null,
      accountId: change.accountId ?? null,
      balances: null,
      permissions: {
        canRead: true,
        canTrade: true,
        canWithdraw: false,
        ipRestrict: null,
        ...change.permissions,
      },
    })
  }

  send(
    method: string,
    path: string,
    options: { query?: string; body?: string; headers?: Record<string, string> } = {},
  ): RawReply {
    this.lastReply = this.server.handle({
      method,
      path,
      rawQuery: options.query ?? '',
      body: Buffer.from(options.body ?? ''),
      headers: options.headers ?? {},
      remoteAddress: '127.0.0.1',
    })
    return this.lastReply
  }

  setPrice(price: string, maxQuantity: string | null = null, symbol = 'BTC/USDT'): void {
    this.server.setPrice(symbol, Money.parse(price), maxQuantity === null ? null : Money.parse(maxQuantity))
  }
}
