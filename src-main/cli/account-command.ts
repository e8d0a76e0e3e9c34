import { Command } from 'commander'
import { accountAddCommand } from './account-add.ts'
import { accountListCommand } from './account-list.ts'
import { accountOrdersOverCommand } from './account-orders-over.ts'
import { accountRemoveCommand } from './account-remove.ts'
import { accountTestCommand } from './account-test.ts'
import { withCommonOptions } from './common-options.ts'

/** `account`: the accounts of a data folder and their keys. */
export function accountCommand(): Command {
  return withCommonOptions(new Command('account'))
    .description('add, list, test or remove accounts, or choose how their orders go')
    .addCommand(accountAddCommand())
    .addCommand(accountListCommand())
    .addCommand(accountTestCommand())
    .addCommand(accountOrdersOverCommand())
    .addCommand(accountRemoveCommand())
}
