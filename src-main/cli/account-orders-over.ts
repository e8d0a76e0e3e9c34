import { Argument, Command } from 'commander'
import { type OrderRoute, orderRoutes } from '../../src-shared/account.ts'
import { accountNotes } from '../app/account-notes.ts'
import { runningInstance } from '../app/instance-lock.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openAccounts } from './open-accounts.ts'
import { openJournal } from './open-journal.ts'
import { printLine } from './print.ts'

/** How a route is called where people read it. */
export const routeNames: Readonly<Record<OrderRoute, string>> = { rest: 'REST', websocket: 'WebSocket' }

/** `account orders-over`: how an account's orders go to its exchange. */
export function accountOrdersOverCommand(): Command {
  return withCommonOptions(new Command('orders-over'))
    .description('have an account’s orders go over REST, or over WebSocket where its exchange takes them so')
    .argument('<account>', 'its name or id')
    .addArgument(new Argument('<route>', 'how they go').choices(orderRoutes))
    .action(async (which: string, route: OrderRoute, options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const accounts = await openAccounts(dataFolder)
      const { id, name } = findAccount(accounts, which)
      const journal = openJournal(dataFolder)
      try {
        await accounts.setOrderRoute(id, route)
        accountNotes(journal, cliOrigin)('account', id, { name, orderRoute: route })
      } finally {
        journal.close()
      }
      const since = runningInstance(dataFolder) === null ? 'from the next start of the gateway on' : 'from now on'
      const meanwhile = route === 'websocket' ? '; by REST whenever the connection is down' : ''
      printLine(`Orders of ${name} go over ${routeNames[route]} ${since}${meanwhile}.`)
    })
}
