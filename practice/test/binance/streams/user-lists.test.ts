import { describe, expect, it } from 'vitest'
import { withStreams } from './stream-fixture.ts'
import { brief, type Event, listening, told } from './user-events.ts'

describe('what the user data stream of Binance says of lists', () => {
  it('tells a pair whose stop fires', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    const stop = { belowType: 'STOP_LOSS', belowStopPrice: '64000', belowClientOrderId: 'stop' }
    const profit = { aboveType: 'LIMIT_MAKER', abovePrice: '70000', aboveClientOrderId: 'profit' }
    await client.askSigned('orderList.place.oco', {
      symbol: 'BTCUSDT',
      side: 'SELL',
      quantity: '0.01',
      listClientOrderId: 'pair',
      ...stop,
      ...profit,
    })
    const [first] = await told(client, 'listStatus')
    expect(first).toMatchObject({ s: 'BTCUSDT', c: 'OCO', l: 'EXEC_STARTED', L: 'EXECUTING', r: 'NONE', C: 'pair' })
    expect((first?.O as readonly Event[]).map(({ c }) => c)).toEqual(['profit', 'stop'])
    fixture.setPrice('BTCUSDT', '63990')
    const reports = await told(client, 'executionReport')
    expect(brief(reports)).toEqual([
      ['profit', 'NEW', 'NEW', true, '0.00000000'],
      ['stop', 'NEW', 'NEW', false, '0.00000000'],
      ['profit', 'EXPIRED', 'EXPIRED', false, '0.00000000', 'OCO_TRIGGER'],
      ['stop', 'NEW', 'NEW', true, '0.00000000'],
      ['stop', 'TRADE', 'FILLED', false, '0.01000000'],
    ])
    expect([reports[1]?.W, reports[3]?.W]).toEqual([undefined, fixture.time])
    expect((await told(client, 'listStatus')).map(({ l, L }) => [l, L])).toEqual([
      ['EXEC_STARTED', 'EXECUTING'],
      ['ALL_DONE', 'ALL_DONE'],
    ])
  })

  it('tells an entry with exits, and exits that the exchange will not have', async () => {
    const fixture = await withStreams()
    const client = await listening(fixture)
    const entry = {
      workingType: 'LIMIT',
      workingSide: 'BUY',
      workingPrice: '64000',
      workingQuantity: '0.01',
      workingTimeInForce: 'GTC',
      workingClientOrderId: 'entry',
    }
    const exit = {
      pendingType: 'STOP_LOSS',
      pendingSide: 'SELL',
      pendingQuantity: '0.01',
      pendingStopPrice: '63000',
      pendingClientOrderId: 'exit',
    }
    await client.askSigned('orderList.place.oto', { symbol: 'BTCUSDT', ...entry, ...exit })
    fixture.setPrice('BTCUSDT', '64000')
    expect(brief(await told(client, 'executionReport'))).toEqual([
      ['entry', 'NEW', 'NEW', true, '0.00000000'],
      ['exit', 'NEW', 'PENDING_NEW', false, '0.00000000'],
      ['entry', 'TRADE', 'FILLED', false, '0.01000000'],
      ['exit', 'NEW', 'NEW', false, '0.00000000'],
    ])
    const cancelled = await listening(fixture)
    await client.askSigned('orderList.place.oto', {
      symbol: 'BTCUSDT',
      ...entry,
      ...exit,
      workingPrice: '60000',
      pendingStopPrice: '50000',
      workingClientOrderId: 'entry2',
      pendingClientOrderId: 'exit2',
    })
    await client.askSigned('order.cancel', {
      symbol: 'BTCUSDT',
      origClientOrderId: 'entry2',
      newClientOrderId: 'cancel',
    })
    expect(brief(await told(cancelled, 'executionReport')).slice(2)).toEqual([
      ['cancel', 'CANCELED', 'CANCELED', false, '0.00000000'],
      ['exit2', 'EXPIRED', 'EXPIRED', false, '0.00000000', 'OTO_PHASE_ONE_EXPIRED'],
    ])
  })
})
