import { Money } from '../../../src-shared/money.ts'
import type { AssetBalance } from '../engine/ledger.ts'
import type { PrivateCall } from './practice-bitget.ts'
import { marketNamed } from './symbols.ts'

export function assets({ exchange, accountId, parameters, now }: PrivateCall): unknown {
  const coin = parameters.text('coin')?.toUpperCase() ?? null
  const all = parameters.text('assetType') === 'all'
  return [...exchange.engine.balances(accountId)]
    .filter(([asset, { free, locked }]) => (coin === null ? all || !free.plus(locked).isZero() : asset === coin))
    .map(([asset, balance]) => classicAsset(asset, balance, now))
}

/** What a classic account has of an asset, as answers and pushes tell it. */
export function classicAsset(
  coin: string,
  { free, locked }: Readonly<AssetBalance>,
  now: number,
): Readonly<Record<string, string>> {
  return {
    coin,
    available: free.toString(),
    frozen: locked.toString(),
    locked: '0',
    limitAvailable: '0',
    uTime: String(now),
  }
}

export function info({ exchange, accountId, key }: PrivateCall): unknown {
  const { permissions } = key
  return {
    userId: String(exchange.engine.account(accountId).uid),
    inviterId: '0',
    channelCode: 'none',
    channel: 'none',
    ips: permissions.ipRestrict?.join(',') ?? '',
    authorities: [
      permissions.canRead ? 'stor' : null,
      permissions.canTrade ? 'stow' : null,
      permissions.canWithdraw ? 'withdraw' : null,
    ].filter((word) => word !== null),
    parentId: 8_672_173_294,
    traderType: 'not_trader',
    regisTime: '1246566789345',
  }
}

export function tradeRate({ exchange, accountId, parameters }: PrivateCall): unknown {
  marketNamed(exchange.engine, parameters.required('symbol'))
  const { fees } = exchange.engine.account(accountId)
  return { makerFeeRate: fees.maker.toString(), takerFeeRate: fees.taker.toString() }
}

export const settings = ({ exchange, accountId }: PrivateCall): unknown => ({
  uid: String(exchange.engine.account(accountId).uid),
  accountMode: 'unified',
  assetMode: 'multi_assets',
  accountLevel: 'advanced',
  holdMode: 'one_way_mode',
  stpMode: 'none',
  symbolConfigList: [],
  coinConfigList: [],
})

export function unifiedInfo({ exchange, accountId, key }: PrivateCall): unknown {
  const { permissions } = key
  return {
    userId: String(exchange.engine.account(accountId).uid),
    inviterId: '0',
    parentId: '8672173294',
    ips: permissions.ipRestrict?.join(',') ?? '',
    permissions: [
      permissions.canRead ? 'uta_mgt' : null,
      permissions.canTrade ? 'uta_trade' : null,
      permissions.canWithdraw ? 'withdraw' : null,
    ].filter((word) => word !== null),
    permType: permissions.canTrade ? 'read_and_write' : 'readonly',
    regisTime: '1246566789345',
  }
}

/** What the unified account holds, each asset with its worth in dollars. */
export function valuedAssets({ exchange, accountId }: Pick<PrivateCall, 'exchange' | 'accountId'>) {
  const held = [...exchange.engine.balances(accountId)].filter(([, { free, locked }]) => !free.plus(locked).isZero())
  return held.map(([asset, { free, locked }]) => {
    const total = free.plus(locked)
    const pair = `${asset}/USDT`
    const value = exchange.engine.hasMarket(pair) ? total.times(exchange.engine.lastPrice(pair)).truncated(8) : total
    return { asset, free, locked, total, value }
  })
}

export function unifiedAssets(call: PrivateCall): unknown {
  const valued = valuedAssets(call)
  const equity = Money.sum(valued.map(({ value }) => value)).toString()
  return {
    accountEquity: equity,
    usdtEquity: equity,
    effEquity: equity,
    assets: valued.map(({ asset, free, locked, total, value }) => ({
      coin: asset,
      equity: total.toString(),
      usdValue: value.toString(),
      balance: total.toString(),
      available: free.toString(),
      debt: '0',
      locked: locked.toString(),
    })),
  }
}
