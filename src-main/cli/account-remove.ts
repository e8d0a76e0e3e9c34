import { Command } from 'commander'
import { accountNotes } from '../account-notes.ts'
import { Journal } from '../trading/journal.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openAccounts } from './open-accounts.ts'
import { printLine } from './print.ts'

/** `account remove`: the registry's entry and the key in the keychain. */
export function accountRemoveCommand(): Command {
  return withCommonOptions(new Command('remove'))
    .description('remove an account and its key')
    .argument('<account>', 'its name or id')
    .action(async (which: string, options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const accounts = await openAccounts(dataFolder)
      const account = findAccount(accounts, which)
      const journal = Journal.open({ folder: dataFolder })
      try {
        await accounts.remove(account.id)
        accountNotes(journal, cliOrigin)('account', account.id, { removed: account.name })
      } finally {
        journal.close()
      }
      printLine(`Removed ${account.name} and its key.`)
    })
}
