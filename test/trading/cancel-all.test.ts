import { describe, expect, test } from 'vitest'
import { cancelAll, type CancelAllRequest } from '../../src-main/trading/cancel-all.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import type { Order, Origin } from '../../src-shared/order.ts'
import { account, panel, redis } from './desk-setup.ts'

interface Made {
  readonly id: string
  readonly origin?: Origin | null
  readonly role?: Order['role']
  readonly waiting?: boolean
  readonly isExit?: boolean
}

const cli: Origin = { kind: 'cli', requestId: 'cli-1' }
const book: readonly Made[] = [
  { id: 'tp', origin: panel(), role: 'take_profit', waiting: true },
  { id: 'mine', origin: panel() },
  { id: 'terminal', origin: cli },
  { id: 'bot', origin: redis() },
  { id: 'foreign', origin: null },
  { id: 'exit', origin: redis(), isExit: true },
]

/** What the desk is asked, on an account whose orders are these. */
function desk(orders: readonly Made[], fails: Readonly<Record<string, Error>> = {}) {
  const cancelled: string[] = []
  const released: string[] = []
  const bracket = (id: string, askedBy: string, ended: number | null = null) => ({ id, askedBy, ended })
  const parts = {
    journal: {
      originOf: (_account: string, id: string) => orders.find((each) => each.id === id)?.origin ?? null,
    },
    desk: {
      openOrders: () =>
        fails.openOrders === undefined
          ? Promise.resolve(
              orders.map(({ id, role = 'single', waiting = false }) => ({
                id,
                symbol: 'BTC/USDT',
                role,
                waiting,
              })),
            )
          : Promise.reject(fails.openOrders),
      cancel: ({ orderId }: { readonly orderId: string }) => {
        const error = fails[orderId]
        if (error !== undefined) return Promise.reject(error)
        cancelled.push(orderId)
        return Promise.resolve()
      },
      brackets: {
        isExit: (_account: string, id: string) => orders.find((each) => each.id === id)?.isExit === true,
        list: () => [bracket('b-mine', 'panel'), bracket('b-bot', 'redis'), bracket('b-over', 'panel', 1)],
        release: (_account: string, id: string) => {
          const error = fails[id]
          if (error !== undefined) throw error
          released.push(id)
        },
      },
    },
  }
  const run = (request: Partial<CancelAllRequest>) =>
    cancelAll(
      parts as unknown as Parameters<typeof cancelAll>[0],
      { accounts: [account()], scope: 'everything', includeExits: false, ...request },
      (index) => panel(`cancel-${index}`),
    )
  return { run, cancelled, released }
}

describe('cancelling many', () => {
  test.each([
    ['mine', false, ['mine', 'terminal']],
    ['bots', false, ['bot']],
    ['everything', false, ['mine', 'terminal', 'bot', 'foreign']],
    ['mine', true, ['mine', 'terminal', 'tp']],
    ['bots', true, ['bot', 'exit']],
    ['everything', true, ['mine', 'terminal', 'bot', 'foreign', 'exit', 'tp']],
  ] as const)('%s, with exits: %s', async (scope, includeExits, ids) => {
    const { run, cancelled } = desk(book)
    const result = await run({ scope, includeExits })
    expect(result.cancelled.map(({ orderId }) => orderId)).toEqual(ids)
    expect(result.failed).toEqual([])
    expect(cancelled).toEqual(ids)
  })

  test.each([
    ['mine', ['b-mine']],
    ['bots', ['b-bot']],
    ['everything', ['b-mine', 'b-bot']],
  ] as const)('gives up the live brackets of %s only where exits are to go', async (scope, ids) => {
    const { run, released } = desk([])
    await run({ scope, includeExits: false })
    expect(released).toEqual([])
    await run({ scope, includeExits: true })
    expect(released).toEqual(ids)
  })

  test('goes on past what fails and tells it; what is gone already is no failure', async () => {
    const { run, cancelled } = desk(book, {
      mine: new GatewayError('unknown-outcome', 'exchange.no_answer', { exchange: 'x', reason: 'y' }),
      bot: new GatewayError('not-found', 'order.not_found'),
      'b-bot': new GatewayError('refused', 'bracket.release_with_entry'),
    })
    const { cancelled: told, failed } = await run({ includeExits: true })
    expect(told).toHaveLength(4)
    expect(cancelled).toEqual(['terminal', 'foreign', 'exit', 'tp'])
    expect(failed).toMatchObject([{ account: 'Main', orderId: 'mine', error: { text: { key: 'exchange.no_answer' } } }])
  })

  test('one account whose orders cannot be listed does not keep the others', async () => {
    const { run } = desk(book, { openOrders: new GatewayError('retryable', 'error.shutting_down') })
    const { cancelled, failed } = await run({ accounts: [account(), account({ id: 'acc-2', name: 'Two' })] })
    expect(cancelled).toEqual([])
    expect(failed.map(({ account: name, orderId }) => [name, orderId])).toEqual([
      ['Main', null],
      ['Two', null],
    ])
  })
})
