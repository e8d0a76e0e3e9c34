import { Money } from '../../../src-shared/money.ts'
import { marketNamed } from './symbols.ts'
import type { PrivateCall } from './venue.ts'

export function assets({ venue, accountId, parameters, now }: PrivateCall): unknown {
  const coin = parameters.text('coin')?.toUpperCase() ?? null
  const all = parameters.text('assetType') === 'all'
  return [...venue.engine.balances(accountId)]
    .filter(([asset, { free, locked }]) =>
      coin === null ? all || !free.plus(locked).isZero() : asset === coin,
    )
    .map(([asset, { free, locked }]) => ({
      coin: asset,
      available: free.toString(),
      frozen: locked.toString(),
      locked: '0',
      limitAvailable: '0',
      uTime: String(now),
    }))
}

export function info({ venue, accountId, key }: PrivateCall): unknown {
  const { permissions } = key
  return {
    userId: String(venue.engine.account(accountId).uid),
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

export function tradeRate({ venue, accountId, parameters }: PrivateCall): unknown {
  marketNamed(venue.engine, parameters.required('symbol'))
  const { fees } = venue.engine.account(accountId)
  return { makerFeeRate: fees.maker.toString(), takerFeeRate: fees.taker.toString() }
}

export const settings = ({ venue, accountId }: PrivateCall): unknown => ({
  uid: String(venue.engine.account(accountId).uid),
  accountMode: 'unified',
  assetMode: 'multi_assets',
  accountLevel: 'advanced',
  holdMode: 'one_way_mode',
  stpMode: 'none',
  symbolConfigList: [],
  coinConfigList: [],
})

export function unifiedInfo({ venue, accountId, key }: PrivateCall): unknown {
  const { permissions } = key
  return {
    userId: String(venue.engine.account(accountId).uid),
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

export function unifiedAssets({ venue, accountId }: PrivateCall): unknown {
  const held = [...venue.engine.balances(accountId)].filter(
    ([, { free, locked }]) => !free.plus(locked).isZero(),
  )
  const valued = held.map(([asset, { free, locked }]) => {
    const total = free.plus(locked)
    const pair = `${asset}/USDT`
    const value = venue.engine.hasMarket(pair)
      ? total.times(venue.engine.lastPrice(pair)).truncated(8)
      : total
    return { asset, free, locked, total, value }
  })
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
