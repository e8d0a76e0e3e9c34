import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Heard } from '../../src-main/exchange/http/evidence.ts'
import { OrderRouteWatch, routeUsedStep } from '../../src-main/verify/order-route.ts'
import type { OrderRoute } from '../../src-shared/account.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { VerificationReport } from '../../src-shared/verification.ts'
import { binance } from '../conformance/columns/binance.ts'
import { type Bench, differences, practise, startBench } from './verify-setup.ts'

const step = ({ steps }: VerificationReport, id: string): unknown => {
  const found = steps.find((each) => each.id === id)
  return found === undefined ? undefined : [found.state, found.remark && sentence(found.remark, 'en')]
}

describe('an account whose orders go over a socket', () => {
  let bench: Bench
  beforeEach(async () => {
    bench = await startBench(binance)
    // What stands before the exchange there knows no sockets.
    bench.harness.setConnection({ baseUrl: bench.harness.baseUrl, orderRoute: 'websocket' })
    bench.account = { ...bench.account, orderRoute: 'websocket' }
  })
  afterEach(() => bench.close())

  /** Requests that change orders, by which way they came. */
  const ways = async (): Promise<readonly OrderRoute[]> => {
    const { requests } = (await bench.harness.control('GET', '/statistics')) as {
      readonly requests: readonly { readonly endpoint: string }[]
    }
    const writes = requests.filter(({ endpoint }) => /(?:WS|POST|PUT|DELETE) /.test(endpoint))
    const orders = writes.filter(({ endpoint }) => !/ ping$|\/test$/.test(endpoint))
    return [...new Set(orders.map(({ endpoint }): OrderRoute => (endpoint.includes(' WS ') ? 'websocket' : 'rest')))]
  }

  test('is traded on over it, and the report says so', async () => {
    bench.harness.streams.refresh()
    const process = await bench.open()
    const report = await process.check(practise)
    expect(differences(report)).toEqual([])
    expect(report.outcome).toBe('agrees')
    expect(step(report, 'route_open')).toEqual(['done', 'It is open, and the exchange answers on it.'])
    const used = /^Requests to place, change and cancel orders: \d\d, all of them over WebSocket\.$/
    expect(step(report, 'route_used')).toEqual(['done', expect.stringMatching(used)])
    expect(await ways()).toEqual(['websocket'])
    await process.close()
  })

  test('is read with a look at the socket, and nothing is said of orders that were not placed', async () => {
    bench.harness.streams.refresh()
    const process = await bench.open()
    const report = await process.check(null)
    expect(report.outcome).toBe('agrees')
    expect(step(report, 'route_open')).toEqual(['done', expect.any(String)])
    expect(step(report, 'route_used')).toBeUndefined()
    expect(await ways()).toEqual([])
    await process.close()
  })

  test('has failed where the socket does not come about, and its orders go by REST', async () => {
    const fault = { refuse: 503 }
    await bench.harness.control('POST', '/streams', { match: { exchange: 'binance' }, count: 1_000, fault })
    bench.harness.streams.refresh()
    const process = await bench.open()
    const report = await process.check(practise)
    expect(differences(report)).toEqual([])
    expect(report).toMatchObject({ outcome: 'failed', leftStanding: [] })
    const opened = /^It could not be opened \(.*503.*\): orders go by REST\.$/
    expect(step(report, 'route_open')).toEqual(['failed', expect.stringMatching(opened)])
    const used = /^Requests to place, change and cancel orders that went by REST: (\d\d) of \1 \(.*503.*\)\.$/
    expect(step(report, 'route_used')).toEqual(['failed', expect.stringMatching(used)])
    expect(await ways()).toEqual(['rest'])
    expect(await bench.standing()).toEqual([])
    await process.close()
  })
})

describe('the way that orders went', () => {
  const heard = (
    over: OrderRoute,
    method: Heard['method'],
    path = '/api/v3/order',
    status: number | null = 200,
  ): Heard => ({
    method,
    path,
    status,
    text: '{}',
    over,
  })
  const told = (reason: string, all: readonly Heard[]): unknown => {
    const route = new OrderRouteWatch(
      {
        status: () => ({
          market: [],
          account: null,
          orders: { state: { kind: 'down', reason }, since: 0, heardAt: null, againAt: null },
        }),
        subscribe: () => () => undefined,
      },
      'first',
    )
    const { state, remark } = routeUsedStep(route, all)
    return [state, remark && sentence(remark, 'en')]
  }

  test('is told with the reason when some fell back', () => {
    const all = [
      heard('websocket', 'POST'),
      heard('websocket', 'POST', '/api/v3/order', null),
      heard('rest', 'POST'),
      heard('websocket', 'DELETE'),
      heard('rest', 'GET'),
      heard('rest', 'POST', '/api/v3/order/test'),
    ]
    expect(told('several requests in a row had no clear answer', all)).toEqual([
      'failed',
      'Requests to place, change and cancel orders that went by REST: 1 of 3 (several requests in a row had no clear answer).',
    ])
  })

  test('is not told where nothing was placed', () => {
    expect(told('', [heard('rest', 'GET')])).toEqual(['skipped', expect.any(String)])
  })
})
