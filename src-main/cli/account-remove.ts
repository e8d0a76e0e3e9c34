import { Command } from 'commander'
import type { AccountView } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import { message, sentence } from '../../src-shared/messages/index.ts'
import { accountNotes } from '../app/account-notes.ts'
import { CommandError } from '../app/usage-error.ts'
import type { Journal } from '../trading/journal.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openJournal } from './open-journal.ts'
import { printLine, warnLine } from './print.ts'
import { type CommandAccounts, openCommandAccounts, withClients } from './with-clients.ts'

interface Options extends CommonOptions {
  readonly despiteOpenWork?: true
}

/** `account remove`: the registry's entry and the key in the keychain. */
export function accountRemoveCommand(): Command {
  return withCommonOptions(new Command('remove'))
    .description('remove an account and its key')
    .argument('<account>', 'its name or id')
    .option('--despite-open-work', 'also while it has orders in doubt or live brackets')
    .action(async (which: string, options: Options, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const opened = await openCommandAccounts(dataFolder)
      const { accounts } = opened
      const account = findAccount(accounts, which)
      const journal = openJournal(dataFolder)
      let key: 'deleted' | 'later'
      try {
        if (options.despiteOpenWork !== true) refuseOpenWork(journal, account)
        if (account.deadManSeconds !== null) await releaseDeadMan(opened, account, account.deadManSeconds)
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

/** @throws CommandError naming what would be left alone. */
function refuseOpenWork(journal: Journal, { id, name }: AccountView): void {
  const { unknown, needsAttention } = journal.doubtful(id)
  const orders = unknown + needsAttention
  const brackets = journal.brackets.live().filter(({ accountId }) => accountId === id).length
  if (orders + brackets === 0) return
  const params = { name, orders: String(orders), brackets: String(brackets) }
  throw new CommandError(
    `${sentence(message('account.open_work', params), 'en')} Settle and release them in the panel first, or add --despite-open-work.`,
  )
}

/**
 * Without its account nobody gives signs of life any more: the exchange would cancel every order, stop-losses included.
 * A gateway that runs sees the setting go first, so that it does not set the switch again.
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
