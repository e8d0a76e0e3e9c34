import { Money } from '../../../src-shared/money.ts'
import { badParameter, KuCoinError } from './kucoin-error.ts'
import type { PrivateCall } from './practice-kucoin.ts'
import { marketNamed } from './symbols.ts'

export function apiKey({ key, exchange, accountId }: PrivateCall): unknown {
  const { permissions } = key
  const words = [
    permissions.canRead ? 'General' : null,
    permissions.canTrade ? 'Spot' : null,
    // One right of the practice account stands for both of KuCoin's that move money.
    permissions.canWithdraw ? 'Withdrawal,FlexTransfers' : null,
  ].filter((word) => word !== null)
  return {
    remark: 'practice',
    apiKey: key.apiKey,
    apiVersion: Number(key.version),
    permission: words.join(','),
    ...(permissions.ipRestrict && { ipWhitelist: permissions.ipRestrict.join(',') }),
    uid: exchange.engine.account(accountId).uid,
    isMaster: true,
    createdAt: key.createdAt,
  }
}

export function accountMode({ key }: PrivateCall): unknown {
  return { selfAccountMode: key.kind.toUpperCase() }
}

export function userInfo(): unknown {
  return { level: 0, subQuantity: 0, spotSubQuantity: 0, marginSubQuantity: 0, maxSubQuantity: 5 }
}

/** One line for each asset of each wallet; orders use the `trade` ones alone. */
export function accounts({ exchange, accountId, parameters }: PrivateCall): unknown {
  const type = parameters.text('type')
  const currency = parameters.text('currency')
  const trade = [...exchange.engine.balances(accountId)].map(([asset, { free, locked }]) => ({
    id: `trade-${asset}`,
    currency: asset,
    type: 'trade',
    balance: free.plus(locked).toString(),
    available: free.toString(),
    holds: locked.toString(),
  }))
  const main = [...exchange.state.mainOf(accountId)].map(([asset, amount]) => ({
    id: `main-${asset}`,
    currency: asset,
    type: 'main',
    balance: amount.toString(),
    available: amount.toString(),
    holds: '0',
  }))
  return [...main, ...trade].filter(
    (each) => (type === null || each.type === type) && (currency === null || each.currency === currency),
  )
}

/** Between the main and the trade wallet of one account. Its right is one of its own, FlexTransfers. */
export function universalTransfer({ exchange, accountId, parameters, now }: PrivateCall): unknown {
  const clientOid = parameters.required('clientOid')
  const asset = parameters.required('currency')
  const amount = parameters.decimal('amount')
  const from = parameters.oneOf('fromAccountType', ['MAIN', 'TRADE'])
  const to = parameters.oneOf('toAccountType', ['MAIN', 'TRADE'])
  if (amount?.isPositive() !== true) throw badParameter('amount is invalid')
  if (parameters.oneOf('type', ['INTERNAL']) === null) throw badParameter('type is invalid')
  if (from === null || to === null || from === to) throw badParameter('toAccountType is invalid')
  const main = exchange.state.mainOf(accountId)
  const inMain = main.get(asset) ?? Money.zero
  const { free } = exchange.engine.balance(accountId, asset)
  if ((from === 'MAIN' ? inMain : free).lessThan(amount)) throw new KuCoinError('230003', 'Balance insufficient!')
  const change = from === 'MAIN' ? amount : amount.negated()
  main.set(asset, inMain.minus(change))
  exchange.engine.setFree(accountId, asset, free.plus(change))
  exchange.state.transfers.push({ accountId, asset, amount: change, time: now })
  return { orderId: `transfer-${clientOid}` }
}

export function tradeFees({ exchange, parameters, accountId }: PrivateCall): unknown {
  const symbols = parameters.required('symbols').split(',')
  if (symbols.length > 10) throw badParameter('symbols size invalid')
  const { fees } = exchange.engine.account(accountId)
  return symbols.map((symbol) => {
    marketNamed(exchange.engine, symbol)
    return { symbol, takerFeeRate: fees.taker.toString(), makerFeeRate: fees.maker.toString() }
  })
}

export function baseFee({ exchange, accountId }: PrivateCall): unknown {
  const { fees } = exchange.engine.account(accountId)
  return { takerFeeRate: fees.taker.toString(), makerFeeRate: fees.maker.toString() }
}

export const hfOpened = (): unknown => true
