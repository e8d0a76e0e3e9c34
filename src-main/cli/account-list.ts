import { Command } from 'commander'
import type { AccountView } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { routeNames } from './account-orders-over.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { openAccounts } from './open-accounts.ts'
import { printJson, printLine } from './print.ts'
import { textTable } from './text-table.ts'

interface Options extends CommonOptions {
  readonly json?: boolean
}

/** `account list`: a table, or one JSON line. No secret is in either. */
export function accountListCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('list the accounts')
    .option('--json', 'one line of JSON instead of a table')
    .action(async (options: Options, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const accounts = await openAccounts(dataFolder)
      if (options.json === true) printJson(accounts.list())
      else if (accounts.list().length === 0) printLine('There is no account yet; `npm start` makes a practice account.')
      else for (const line of table(accounts.list())) printLine(line)
    })
}

function table(accounts: readonly AccountView[]): readonly string[] {
  return textTable([
    ['name', 'exchange', 'environment', 'broker', 'user', 'over Redis', 'orders over', 'key', 'id'],
    ...accounts.map((account) => [
      account.name,
      exchangeProfiles[account.exchange].label,
      environmentText(account),
      String(account.brokerId),
      String(account.userId),
      account.redisPermission,
      routeNames[account.orderRoute],
      account.practice ? 'not needed' : account.credentials,
      account.id,
    ]),
  ])
}

function environmentText({ environment }: AccountView): string {
  if (environment.kind !== 'practice') return environment.kind
  return ['practice', environment.accountKind, environment.url].filter((each) => each !== null).join(' ')
}
