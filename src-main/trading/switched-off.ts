import { GatewayError } from '../../src-shared/errors.ts'
import { spoken } from '../../src-shared/messages/index.ts'
import type { Switchable } from '../../src-shared/switched-off.ts'
import type { BaseExchangeClient } from '../exchange/core/base-exchange-client.ts'
import type { DeadMansSwitch } from '../exchange/orders/dead-man.ts'

/** @throws GatewayError `refused` `account.switched_off` when the account may not use one of these now. */
export function requireSwitchedOn(
  client: Pick<BaseExchangeClient, 'switchedOff'>,
  needed: readonly Switchable[],
): void {
  const off = client.switchedOff().find(({ what }) => needed.includes(what))
  if (off === undefined) return
  const date = new Date(off.at).toISOString().slice(0, 10)
  throw new GatewayError('refused', 'account.switched_off', { what: spoken(`switchable.${off.what}`), date })
}

/** The exchange's dead man's switch, unless it is switched off for the account. @throws GatewayError */
export function deadMansSwitchOf(
  client: Pick<BaseExchangeClient, 'switchedOff' | 'deadMansSwitch'>,
): Promise<DeadMansSwitch | null> {
  const isOff = client.switchedOff().some(({ what }) => what === 'dead_man')
  return isOff ? Promise.resolve(null) : client.deadMansSwitch()
}
