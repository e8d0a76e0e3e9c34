import type { AccountView } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { KeyChecker } from '../accounts/key-health.ts'
import { withManager } from './with-clients.ts'

/** Lets a command that ends soon show keys to their exchanges before they are stored. */
export async function withKeyChecker<T>(
  accounts: Accounts,
  dataFolder: string,
  work: (keys: KeyChecker) => Promise<T>,
): Promise<T> {
  return withManager(accounts, dataFolder, (manager) => work(new KeyChecker({ accounts, clients: manager })))
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
