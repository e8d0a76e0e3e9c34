import { GatewayError } from '../../../src-shared/errors.ts'
import { message, type MessageRef } from '../../../src-shared/messages/index.ts'
import { Money } from '../../../src-shared/money.ts'
import type { CredentialsReport } from '../core/base-exchange-client.ts'
import { encodeOrder } from './encode.ts'
import type { KrakenMarket } from './markets.ts'
import { clOrdIdOf } from './own/client-ids.ts'
import type { ApiKeyInfo } from './schemas.ts'
import type { KrakenSession } from './session.ts'

/** Kraken's words for the rights that are needed here, with their names on its page of API keys. */
const neededToRead: Readonly<Record<string, string>> = {
  'query-funds': 'Query funds',
  'query-open-trades': 'Query open orders & trades',
  'query-closed-trades': 'Query closed orders & trades',
}
const neededToTrade: Readonly<Record<string, string>> = {
  'modify-trades': 'Create & modify orders',
  'close-trades': 'Cancel & close orders',
}

/**
 * What Kraken says of a key, in our words. A right that we do not know and that speaks of withdrawing counts as one to
 * withdraw. Pure.
 */
function reportOn({ permissions, addresses, validUntil }: ApiKeyInfo): CredentialsReport {
  const missing = (needed: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(needed).flatMap(([word, name]) => (permissions.includes(word) ? [] : [name]))
  const [unread, untraded] = [missing(neededToRead), missing(neededToTrade)]
  return {
    canRead: unread.length === 0,
    canTrade: untraded.length === 0,
    canWithdraw: permissions.some((word) => word.includes('withdraw') && !word.endsWith('-withdraw-address')),
    ipRestricted: addresses === null ? null : addresses.length > 0,
    expiresAt: validUntil > 0 ? validUntil : null,
    accountKind: 'spot',
    uid: null,
    notes: [...unread, ...untraded].map((right) => message('exchange.kraken.note.right_missing', { right })),
  }
}

/**
 * What a key may do: what Kraken tells of it, in one call, or where it does not tell, what can be found out by asking.
 * @throws GatewayError `auth` when the key itself is refused.
 */
export async function checkCredentials(session: KrakenSession): Promise<CredentialsReport> {
  const info = await session.raw.apiKeyInfo().catch((error: unknown) => {
    if (isUntold(error)) return null
    throw error
  })
  return info === null ? probeCredentials(session) : reportOn(info)
}

/** Kraken has understood who asks, and does not answer this question, or not in a shape that we know. */
function isUntold(error: unknown): boolean {
  if (!(error instanceof GatewayError) || error.exchange?.httpStatus !== 200) return false
  return error.class === 'refused' || isRightMissing(error) || error.exchange.code === null
}

/**
 * One read for each right, and an order that is only checked (`validate`), which changes nothing. Whether the key may
 * withdraw cannot be found out without harm.
 */
async function probeCredentials(session: KrakenSession): Promise<CredentialsReport> {
  const { raw } = session
  const missing: string[] = []
  for (const [right, ask] of [
    ['Query funds', () => raw.balances()],
    ['Query open orders & trades', () => raw.openOrders({})],
    ['Query closed orders & trades', () => raw.closedOrders({})],
  ] as const) {
    if (!(await isAllowed(ask))) missing.push(right)
  }
  const canTrade = await mayTrade(session)
  if (canTrade === false) missing.push('Create & modify orders')
  const notes: MessageRef[] = missing.map((right) => message('exchange.kraken.note.right_missing', { right }))
  return {
    canRead: !missing.some((right) => right.startsWith('Query')),
    canTrade,
    canWithdraw: null,
    ipRestricted: null,
    expiresAt: null,
    accountKind: 'spot',
    uid: null,
    notes: [...notes, message('exchange.kraken.note.withdrawal_untold')],
  }
}

/** false: the key is good, and has not this right. @throws whatever else is the matter, such as a refused key. */
async function isAllowed(ask: () => Promise<unknown>): Promise<boolean> {
  try {
    await ask()
    return true
  } catch (error) {
    if (isRightMissing(error)) return false
    throw error
  }
}

function isRightMissing(error: unknown): boolean {
  if (!(error instanceof GatewayError) || error.class !== 'auth') return false
  const code = error.exchange?.code ?? ''
  return code === 'EGeneral:Permission denied' || code === 'EAccount:Invalid permissions'
}

/** null: cannot be told. An order refused for its own sake has passed the question of rights. */
async function mayTrade({ raw, shared }: KrakenSession): Promise<boolean | null> {
  const { bySymbol } = await shared.markets.all()
  const markets = [...bySymbol.values()].filter(({ market }) => market.status === 'trading')
  const on = bySymbol.get('BTC/USD') ?? markets[0]
  if (on === undefined) return null
  try {
    await raw.validateOrder(probe(on))
    return true
  } catch (error) {
    if (isRightMissing(error)) return false
    return error instanceof GatewayError && error.exchange?.code?.startsWith('EOrder:') === true ? true : null
  }
}

/** The smallest purchase at the smallest price: it would rest far below the market if it were placed. */
function probe(on: KrakenMarket) {
  const { market } = on
  const quantity = market.quantity.min ?? market.lotStep
  const value = market.notional.min ?? Money.zero
  const price = value.dividedBy(quantity).floorToStep(market.tickSize).plus(market.tickSize)
  const request = {
    kind: 'limit',
    symbol: market.symbol,
    side: 'buy',
    quantity,
    price,
    timeInForce: 'gtc',
    postOnly: true,
    exits: null,
  } as const
  return encodeOrder(request, on, clOrdIdOf('rights of this key'))
}
