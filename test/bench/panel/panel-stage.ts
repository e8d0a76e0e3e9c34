import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { CallInput, CallName, CallOutput } from '../../../src-shared/contract.ts'
import type { ErrorView } from '../../../src-shared/errors.ts'
import { openBrowser, type TestBrowser } from '../../e2e/browser.ts'
import { callFromPage, chooseAccount, noRedis } from '../../e2e/open-panel.ts'
import { type RunningProduct, startProduct } from '../../e2e/product.ts'
import type { BenchAccount } from '../accounts.ts'

/** Symbols over which the open orders are spread, since an exchange takes no more than 200 of one; prices far below. */
const markets = [
  { symbol: 'BTC/USDT', price: 45_000, quantity: '0.001' },
  { symbol: 'ETH/USDT', price: 2_000, quantity: '0.01' },
  { symbol: 'SOL/USDT', price: 90, quantity: '0.1' },
  { symbol: 'XRP/USDT', price: 0.2, quantity: '50' },
  { symbol: 'LTC/USDT', price: 50, quantity: '0.5' },
] as const

/** The built product in a real browser, with one practice account that has open orders. */
export class PanelStage {
  readonly page: Page
  readonly browser: TestBrowser
  readonly #product: RunningProduct
  readonly #folder: string
  readonly #orders: number
  #accountId = ''

  private constructor(folder: string, product: RunningProduct, browser: TestBrowser, orders: number) {
    this.#folder = folder
    this.#orders = orders
    this.#product = product
    this.browser = browser
    this.page = browser.page
  }

  /** @param flags Chromium's, besides those of the browser tests */
  static async set(account: BenchAccount, orders: number, flags: readonly string[] = []): Promise<PanelStage> {
    const folder = await mkdtemp(join(tmpdir(), 'agw-bench-panel-'))
    const product = await startProduct(join(folder, 'data'), noRedis)
    const browser = await openBrowser(undefined, flags)
    const stage = new PanelStage(folder, product, browser, orders)
    try {
      await stage.page.goto(product.url)
      await stage.page.getByTestId('last-price').waitFor()
      await stage.#fill(account)
    } catch (error) {
      await stage.close()
      throw error
    }
    return stage
  }

  async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallOutput<Name>> {
    const answer = JSON.parse(await callFromPage(this.page, name, input)) as
      { readonly ok: true; readonly value: CallOutput<Name> } | { readonly ok: false; readonly error: ErrorView }
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`)
    return answer.value
  }

  /** The account that has the orders. */
  get accountId(): string {
    return this.#accountId
  }

  /** The gateway's process. */
  get pid(): number {
    return this.#product.pid
  }

  /** Resolves when every open order is in the table. */
  async showsAll(): Promise<void> {
    await this.page.getByRole('tab', { name: `Open orders${this.#orders}` }).waitFor()
  }

  async close(): Promise<void> {
    await this.browser.close()
    await this.#product.stop()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #fill({ exchange, key, baseUrl, brokerId, accountKind }: BenchAccount): Promise<void> {
    const orders = this.#orders
    await this.call('settings.set', { language: 'en', theme: 'dark' })
    const account = await this.call('accounts.add', {
      name: 'Bench',
      exchange,
      brokerId: brokerId + 100,
      userId: 1,
      environment: { kind: 'practice', url: baseUrl, accountKind },
      redisPermission: 'nothing',
      credentials: key,
      thisRunOnly: true,
      acceptWithdrawals: false,
    })
    this.#accountId = account.id
    const place = async (index: number): Promise<void> => {
      const { symbol, price, quantity } = markets[index % markets.length] ?? markets[0]
      const result = await this.call('orders.place', {
        accountId: account.id,
        formId: crypto.randomUUID(),
        request: {
          kind: 'limit',
          symbol,
          side: 'buy',
          quantity,
          price: String(price),
          timeInForce: 'gtc',
          postOnly: false,
          exits: null,
        },
      })
      if (result.outcome !== 'accepted') throw new Error(`order ${index}: ${JSON.stringify(result)}`)
    }
    // Ten at a time, as many as an account may have on their way.
    for (let index = 0; index < orders; index += 10)
      await Promise.all(Array.from({ length: Math.min(10, orders - index) }, (_, step) => place(index + step)))
    await chooseAccount(this.page, 'Bench')
    await this.showsAll()
  }
}
