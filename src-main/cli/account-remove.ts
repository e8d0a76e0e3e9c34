import { Command } from 'commander'
import type { AccountView } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { accountNotes } from '../account-notes.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openJournal } from './open-journal.ts'
import { printLine, warnLine } from './print.ts'
import { type CommandAccounts, openCommandAccounts, withClients } from './with-clients.ts'

/** `account remove`: the registry's entry and the key in the keychain. */
export function accountRemoveCommand(): Command {
  return withCommonOptions(new Command('remove'))
    .description('remove an account and its key')
    .argument('<account>', 'its name or id')
    .action(async (which: string, options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const opened = await openCommandAccounts(dataFolder)
      const { accounts } = opened
      const account = findAccount(accounts, which)
      if (account.deadManSeconds !== null) await releaseDeadMan(opened, account, account.deadManSeconds)
      const journal = openJournal(dataFolder)
      let key: 'deleted' | 'later'
      try {
        key = await accounts.remove(account.id)
        accountNotes(journal, cliOrigin)('account', account.id, { removed: account.name })
      } finally {
        journal.close()
      }
      printLine(
        key === 'deleted'
          ? `Removed ${account.name} and its key.`
          : `Removed ${account.name}. The keychain does not answer: its key is deleted there at the next start at which it does.`,
      )
    })
}

/**
 * Without its account nobody gives signs of life any more: the exchange would cancel every order, stop-losses included. A gateway that runs sees the
 * setting go first, so that it does not set the switch again.
 */
async function releaseDeadMan(opened: CommandAccounts, account: AccountView, seconds: number): Promise<void> {
  try {
    await opened.accounts.setDeadManSeconds(account.id, null)
    await withClients(opened, account, (manager) => manager.clientFor(account.id).armDeadMansSwitch(null))
  } catch (error) {
    warnLine(
      `The dead man’s switch could not be turned off (${sentence(toGatewayError(error).text, 'en')}): within ${seconds} s the exchange cancels every order of ${account.name}.`,
    )
  }
}
