import { GatewayError } from '../../src-shared/errors.ts'
import { Accounts } from '../accounts/accounts.ts'
import { Leftovers } from '../accounts/leftovers.ts'
import { AccountRegistry } from '../accounts/registry.ts'
import { Vault } from '../accounts/vault.ts'
import type { InProcessPractice } from '../app/in-process-practice.ts'

/**
 * The accounts of a data folder with the keychain, for a command that ends soon.
 * @throws GatewayError `refused` when the list of accounts cannot be read, FileTooNewError
 */
export async function openAccounts(dataFolder: string, practice?: InProcessPractice): Promise<Accounts> {
  const [registry, vault] = await Promise.all([
    AccountRegistry.open({ folder: dataFolder }),
    Vault.open({ leftovers: new Leftovers(dataFolder) }),
  ])
  const { problem } = registry
  if (problem !== null) throw new GatewayError('refused', problem.key, problem.params)
  return Accounts.open({
    registry,
    vault,
    practiceBaseUrl: (exchange) => practice?.baseUrl(exchange) ?? null,
  })
}
