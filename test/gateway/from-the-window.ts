import type { PracticeExchanges } from '@aristobot/practice'
import { callFromOutside } from '../../src-main/panel/call-from-outside.ts'
import type { ExchangeName } from '../../src-shared/account.ts'
import type { CallName, Panel } from '../../src-shared/contract.ts'

interface Key {
  readonly apiKey: string
  readonly secret: string
  readonly passphrase: string | null
}

/** Sends a call as a window does. `heard` is given each whole answer. @returns its value; null: it was refused */
export function windowOn(
  panel: () => Panel,
  heard: (result: unknown) => void = () => undefined,
): (name: CallName, input: unknown) => Promise<unknown> {
  return async (name, input) => {
    const result = await callFromOutside(panel(), name, input)
    heard(result)
    return result.ok ? result.value : null
  }
}

/** Adds an account of a practice exchange whose key is kept for this run only, and gives its id. */
export async function addAccount(
  call: ReturnType<typeof windowOn>,
  practice: PracticeExchanges,
  credentials: Key,
  exchange: ExchangeName = 'binance',
): Promise<string> {
  const { passphrase, ...key } = credentials
  practice.openAccount(exchange, { ...key, ...(passphrase !== null && { passphrase }) })
  const added = await call('accounts.add', {
    name: 'Mine',
    exchange,
    brokerId: 77,
    userId: 7,
    environment: { kind: 'practice', url: practice.baseUrls[exchange], accountKind: null },
    redisPermission: 'trade',
    credentials,
    thisRunOnly: true,
    acceptWithdrawals: false,
  })
  return (added as { readonly id: string }).id
}

/** A small purchase, as the form sends it. */
export const smallPurchase = {
  kind: 'market',
  symbol: 'BTC/USDT',
  side: 'buy',
  amount: { unit: 'quote', value: '60' },
  exits: null,
} as const
