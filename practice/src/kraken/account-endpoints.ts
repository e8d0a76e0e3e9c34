import { createHash } from 'node:crypto'
import { Money } from '../../../src-shared/money.ts'
import { printed } from '../host/printed.ts'
import { assetNames, extraLines, pairNames } from './names.ts'
import { marketNamed, type PrivateCall } from './practice-kraken.ts'
import { tokenSeconds } from './stream-tokens.ts'

function balancesOf({ exchange, accountId }: PrivateCall): readonly (readonly [string, Money, Money])[] {
  return [...exchange.engine.balances(accountId)].map(
    ([asset, { free, locked }]) => [assetNames(asset).id, free.plus(locked), locked] as const,
  )
}

const rights = {
  canRead: ['query-funds', 'query-open-trades', 'query-closed-trades', 'query-ledger'],
  canTrade: ['modify-trades', 'close-trades'],
  canWithdraw: ['withdraw-funds'],
} as const

/** Times in unix seconds, as text; a key of practice never expires. */
export function apiKeyInfo({ key, now }: PrivateCall): unknown {
  const { canRead, canTrade, canWithdraw, ipRestrict } = key.permissions
  return {
    apiKeyName: 'practice',
    apiKey: key.apiKey,
    nonce: key.nonce.toString(),
    nonceWindow: 0,
    permissions: [
      ...(canRead ? rights.canRead : []),
      ...(canTrade ? rights.canTrade : []),
      ...(canWithdraw ? rights.canWithdraw : []),
    ],
    iban: 'AA00 N000 0000 0000',
    validUntil: '0',
    queryFrom: '0',
    queryTo: '0',
    createdTime: String(Math.floor(now / 1_000)),
    modifiedTime: String(Math.floor(now / 1_000)),
    ipAllowlist: ipRestrict ?? [],
    lastUsed: String(Math.floor(now / 1_000)),
  }
}

export function balance(call: PrivateCall): unknown {
  return {
    ...Object.fromEntries(balancesOf(call).map(([id, total]) => [id, printed(total, 10)])),
    ...Object.fromEntries(Object.entries(extraLines).map(([id, total]) => [id, printed(Money.parse(total), 10)])),
  }
}

export function balanceEx(call: PrivateCall): unknown {
  const line = (total: Money, held: Money): unknown => ({
    balance: printed(total, 10),
    hold_trade: printed(held, 10),
  })
  return {
    ...Object.fromEntries(balancesOf(call).map(([id, total, held]) => [id, line(total, held)])),
    ...Object.fromEntries(Object.entries(extraLines).map(([id, total]) => [id, line(Money.parse(total), Money.zero)])),
  }
}

/** Everything in dollars at the last prices, where there is a pair. */
export function tradeBalance(call: PrivateCall): unknown {
  const { engine } = call.exchange
  const value = Money.sum(
    [...engine.balances(call.accountId)].map(([asset, { free, locked }]) => {
      const total = free.plus(locked)
      if (asset === 'USD' || asset === 'USDT') return total
      const pair = ['USD', 'USDT'].map((quote) => `${asset}/${quote}`).find((each) => engine.hasMarket(each))
      return pair === undefined ? Money.zero : total.times(engine.lastPrice(pair))
    }),
  )
  const text = printed(value, 4)
  const none = printed(Money.zero, 4)
  return { eb: text, tb: text, m: none, n: none, c: none, v: none, e: text, mf: text }
}

/** A token for private channels. `expires` in seconds, to its first use. */
export function webSocketsToken({ exchange, key, now }: PrivateCall): unknown {
  const token = createHash('sha256').update(`${key.apiKey}|${key.nonce}|${now}`).digest('base64url')
  exchange.state.tokens.issue(token, key, now)
  return { token, expires: tokenSeconds }
}

export function tradeVolume(call: PrivateCall): unknown {
  const { fees } = call.exchange.engine.account(call.accountId)
  const pairs = (call.parameters.commaList('pair') ?? []).map(
    (name) => pairNames(marketNamed(call.exchange.engine, name)).id,
  )
  const rate = (fee: Money): unknown => {
    const text = printed(fee.times(Money.parse('100')), 4)
    return {
      fee: text,
      minfee: text,
      maxfee: text,
      nextfee: null,
      nextvolume: null,
      tiervolume: printed(Money.zero, 4),
    }
  }
  return {
    currency: 'ZUSD',
    volume: printed(Money.zero, 4),
    fees: Object.fromEntries(pairs.map((pair) => [pair, rate(fees.taker)])),
    fees_maker: Object.fromEntries(pairs.map((pair) => [pair, rate(fees.maker)])),
  }
}
