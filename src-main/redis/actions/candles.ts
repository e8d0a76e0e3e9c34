import type { z } from 'zod'
import { type Timeframe, timeframeMinutes, timeframes } from '../../../src-shared/capabilities.ts'
import { GatewayError } from '../../../src-shared/errors.ts'
import type { Candle, Market } from '../../../src-shared/market.ts'
import { Money } from '../../../src-shared/money.ts'
import type { BaseExchangeClient } from '../../exchange/core/base-exchange-client.ts'
import type { candleSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, done, marketOf } from './action.ts'

const defaultLimit = 100
const maxLimit = 5_000

/** Oldest first; the last may be unfinished (docs/wire-contract.md §4.6). */
export const getCandles: Action = {
  needs: 'read',
  run: async (context) => {
    const { params, client } = context
    const timeframe = params.exactly('timeframe', timeframes)
    const limit = params.count('limit', defaultLimit, maxLimit)
    const market = await marketOf(context)
    return done((await candlesOf(client, market, timeframe, limit)).map(candleShape))
  },
}

function candleShape({ time, open, high, low, close, volume }: Candle): AnswerData<z.infer<typeof candleSchema>> {
  return [time, open, high, low, close, volume]
}

/**
 * Candles of an exchange that may not have this time frame (Kraken has none of three minutes): then put together from
 * the longest of its time frames that fits into it a whole number of times. @throws GatewayError `refused` when none
 * fits
 */
async function candlesOf(
  client: BaseExchangeClient,
  { symbol, capabilities }: Market,
  timeframe: Timeframe,
  limit: number,
): Promise<readonly Candle[]> {
  const own = capabilities.timeframes
  if (own.includes(timeframe)) return client.fetchCandles(symbol, timeframe, limit)
  const part = own
    .filter((each) => timeframeMinutes[timeframe] % timeframeMinutes[each] === 0)
    .reduce<Timeframe | null>(
      (best, each) => (best && timeframeMinutes[best] > timeframeMinutes[each] ? best : each),
      null,
    )
  if (part === null) {
    const params = { field: 'timeframe', allowed: own.join(', '), value: timeframe }
    throw new GatewayError('refused', 'order.field.invalid', params, { field: 'timeframe' })
  }
  const parts = (limit + 1) * (timeframeMinutes[timeframe] / timeframeMinutes[part])
  return joinCandles(await client.fetchCandles(symbol, part, parts), timeframeMinutes[timeframe] * 60_000).slice(-limit)
}

/**
 * Candles of `frameMs` made of shorter ones, oldest first. A first one that may lack its beginning is left out. Pure.
 */
export function joinCandles(parts: readonly Candle[], frameMs: number): readonly Candle[] {
  const frames = [...Map.groupBy(parts, ({ time }) => time - (time % frameMs))]
  const whole = frames[0]?.[1][0]?.time === frames[0]?.[0] ? frames : frames.slice(1)
  return whole.flatMap(([time, group]) => {
    const [first] = group
    const last = group.at(-1)
    if (first === undefined || last === undefined) return []
    return {
      time,
      open: first.open,
      high: Money.max(first.high, ...group.map(({ high }) => high)),
      low: Money.min(first.low, ...group.map(({ low }) => low)),
      close: last.close,
      volume: Money.sum(group.map(({ volume }) => volume)),
    }
  })
}
