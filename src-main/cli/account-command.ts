import { Command } from 'commander'
import { accountAddCommand } from './account-add.ts'
import { accountListCommand } from './account-list.ts'
import { accountRemoveCommand } from './account-remove.ts'
import { accountTestCommand } from './account-test.ts'
import { withCommonOptions } from './common-options.ts'

/** `account`: the accounts of a data folder and their keys. */
export function accountCommand(): Command {
  return withCommonOptions(new Command('account'))
    .description('add, list, test or remove accounts')
    .addCommand(accountAddCommand())
    .addCommand(accountListCommand())
    .addCommand(accountTestCommand())
    .addCommand(accountRemoveCommand())
}
