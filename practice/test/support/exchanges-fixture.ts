import { afterEach } from 'vitest'
import { Money } from '../../../src-shared/money.ts'
import { startPracticeExchanges, type PracticeExchanges } from '../../src/practice-exchanges.ts'
import { startTime } from './server-fixture.ts'

type ExchangeName = keyof PracticeExchanges['baseUrls']

const running: ExchangesFixture[] = []

afterEach(async () => {
  for (const fixture of running.splice(0)) await fixture.exchanges.close()
})

/** Practice exchanges over the line, of which one is tested, on a clock that only moves when told. */
export abstract class ExchangesFixture {
  time = startTime
  exchanges!: PracticeExchanges
  protected abstract readonly exchange: ExchangeName

  /** @param settings of its streams */
  protected async begin(settings: Readonly<Record<string, number>>): Promise<void> {
    this.exchanges = await startPracticeExchanges({ seed: 'test', listings: 'tests', now: () => this.time })
    running.push(this)
    await this.control('/streams', { exchange: this.exchange, settings })
  }

  /** @param symbol as the exchange writes it */
  protected moveTo(price: string, symbol: string): void {
    this.exchanges.setPrice(this.exchange, symbol, Money.parse(price))
  }

  async control(path: string, body: unknown): Promise<unknown> {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(body) }
    const response = await fetch(`${this.exchanges.controlUrl}${path}`, init)
    const answer: unknown = await response.json()
    if (response.status !== 200) throw new Error(JSON.stringify(answer))
    return answer
  }
}
