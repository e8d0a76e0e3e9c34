import type { AccountView } from '../../src-shared/contract.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { InProcessPractice, isServedHere } from '../app/in-process-practice.ts'
import { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { ExchangeStore } from '../exchange/stores/exchange-store.ts'
import { openLog } from '../infra/log.ts'
import { openAccounts } from './open-accounts.ts'

/** The accounts of a data folder; those that practise in a process of ours practise in this one. */
export interface CommandAccounts {
  readonly accounts: Accounts
  readonly practice: InProcessPractice
  readonly dataFolder: string
}

export async function openCommandAccounts(dataFolder: string): Promise<CommandAccounts> {
  const practice = new InProcessPractice({ folder: null })
  return { accounts: await openAccounts(dataFolder, practice), practice, dataFolder }
}

/**
 * Lets a command that ends soon ask an account's exchange; closes everything that it opened, the practice exchange
 * included.
 */
export async function withClients<T>(
  { accounts, practice, dataFolder }: CommandAccounts,
  account: AccountView,
  work: (manager: NativeExchangeManager) => Promise<T>,
): Promise<T> {
  try {
    return await withManager(accounts, dataFolder, async (manager) => {
      if (isServedHere(account)) await practice.open(account, accounts)
      return work(manager)
    })
  } finally {
    await practice.close()
  }
}

/**
 * The clients of a data folder's accounts for a command that ends soon, with what the folder knows of exchanges.
 * `readsOnly`: none of them can move an order.
 */
export async function withManager<T>(
  accounts: Accounts,
  dataFolder: string,
  work: (manager: NativeExchangeManager) => Promise<T>,
  readsOnly = false,
): Promise<T> {
  const store = ExchangeStore.open({ folder: dataFolder })
  const manager = new NativeExchangeManager({
    connections: accounts.connectionFor,
    nonces: store,
    clientIds: store,
    bans: store,
    logger: openLog(dataFolder),
    readsOnly,
  })
  try {
    return await work(manager)
  } finally {
    await manager.close()
    store.close()
  }
}
