import type { AccountView } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { KeyChecker } from '../accounts/key-health.ts'
import { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { ExchangeStore } from '../exchange/stores/exchange-store.ts'
import { openLog } from '../infra/log.ts'

/** Lets a command that ends soon show keys to their exchanges before they are stored. */
export async function withKeyChecker<T>(
  accounts: Accounts,
  dataFolder: string,
  work: (keys: KeyChecker) => Promise<T>,
): Promise<T> {
  const store = ExchangeStore.open({ folder: dataFolder })
  const manager = new NativeExchangeManager({
    connections: accounts.connectionFor,
    nonces: store,
    clientIds: store,
    bans: store,
    logger: openLog(dataFolder),
  })
  try {
    return await work(new KeyChecker({ accounts, clients: manager }))
  } finally {
    await manager.close()
    store.close()
  }
}

/** What the person should know about a key that was stored. */
export function aboutKey({ exchange, health, withdrawalAccepted }: AccountView): readonly string[] {
  if (health.state === 'failed')
    return [
      `The key was stored but could not be checked (${sentence(health.error.text, 'en')}): it places no orders until ${exchangeProfiles[exchange].label} has said what it may do, which the gateway asks every minute.`,
    ]
  if (health.state === 'unchecked') return []
  const { ipRestricted, notes } = health.report
  return [
    ...(withdrawalAccepted ? ['Its key may withdraw; that was accepted.'] : []),
    ...(ipRestricted === false ? ['Its key is not bound to an IP address; bind it where you can.'] : []),
    ...notes.map((note) => sentence(note, 'en')),
  ]
}
