import { wholeJournal } from '../../../src-shared/journal.ts'
import { type Latency, latencyOf } from '../figures.ts'
import { PanelStage } from '../panel/panel-stage.ts'
import type { Stage } from '../stage.ts'

const symbol = 'BTC/USDT'
const start = 60_000
const step = 20
/** Between two: what an order asks for by the way is bounded by the exchange, some ten times a second. */
const pauseMs = 500
/** The row tells its own time: whoever asks for it without a pause measures a gateway that is busy with the answers. */
const askAfterMs = 100

/** How soon an exit that the application holds is sent once its price is traded. */
export interface TriggerFigures {
  readonly brackets: number
  /** From before the price is moved over HTTP at the practice exchange to the journal's row, right before sending, ms. */
  readonly sent: Latency
}

/**
 * Take-profits of brackets that a unified account at Bitget holds nothing of are reached one by one, all of them
 * watched.
 */
export async function measureTriggers(stage: Stage, brackets: number): Promise<TriggerFigures> {
  await stage.setPrice('bitget', symbol, String(start))
  const panel = await PanelStage.set(await stage.openAccount('bitget', 'unified'), 0)
  const { accountId } = panel
  try {
    for (let bracket = 1; bracket <= brackets; bracket += 1) {
      const outcome = await panel.call('orders.place', {
        accountId,
        formId: crypto.randomUUID(),
        request: {
          kind: 'oco',
          symbol,
          side: 'sell',
          quantity: '0.01',
          takeProfit: { triggerPrice: String(start + bracket * step), limitPrice: null },
          stopLoss: { triggerPrice: String(start - 5_000), limitPrice: null },
        },
      })
      if (outcome.outcome !== 'accepted') throw new Error(`bracket ${bracket}: ${JSON.stringify(outcome)}`)
    }
    const filter = { ...wholeJournal, accountId, origin: 'bracket', kind: 'place' } as const
    const sentTimes = async (): Promise<readonly number[]> => {
      const { lines } = await panel.call('journal.search', { filter, cursor: null, limit: 200 })
      return lines.map(({ at }) => at).sort((a, b) => a - b)
    }
    const waits: number[] = []
    for (let bracket = 1; bracket <= brackets; bracket += 1) {
      const from = Date.now()
      await stage.setPrice('bitget', symbol, String(start + bracket * step))
      const patience = from + 30_000
      let times: readonly number[] = []
      while (times.length < bracket) {
        if (Date.now() > patience) throw new Error(`the take-profit of bracket ${bracket} was not sent`)
        await panel.page.waitForTimeout(askAfterMs)
        times = await sentTimes()
      }
      waits.push((times[bracket - 1] ?? Number.NaN) - from)
      await panel.page.waitForTimeout(pauseMs)
    }
    return { brackets, sent: latencyOf(waits) }
  } finally {
    await panel.close()
  }
}
