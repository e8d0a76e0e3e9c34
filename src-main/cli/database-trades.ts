import { Argument, Command, Option } from 'commander'
import { djangoTradesPolicies, type DjangoTradesPolicy } from '../../src-shared/settings.ts'
import { SettingsStore } from '../app/settings.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { openJournal } from './open-journal.ts'
import { printLine } from './print.ts'
import { whenUsed } from './when-used.ts'

interface TradesOptions extends CommonOptions {
  readonly panel?: 'yes' | 'no'
}

/** `database trades`: which orders get a row in Django's table of trades. */
export function databaseTradesCommand(): Command {
  return withCommonOptions(new Command('trades'))
    .description('choose which orders get a row in Django’s table of trades')
    .addArgument(new Argument('<how>', 'see below').choices(djangoTradesPolicies))
    .addOption(new Option('--panel <yes|no>', 'whether orders of the window get rows, too').choices(['yes', 'no']))
    .addHelpText(
      'after',
      `
refuse: a trade of Django’s page whose row cannot be written is not sent (usual). later: it is sent, and its row follows.
off: no order gets a row.`,
    )
    .action((how: DjangoTradesPolicy, options: TradesOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const journal = openJournal(dataFolder)
      try {
        const panel = options.panel === undefined ? {} : { djangoPanelTrades: options.panel === 'yes' }
        const chosen = { djangoTrades: how, ...panel }
        new SettingsStore(dataFolder, journal.audit.has('settings')).change(chosen)
        journal.audit.add({ kind: 'settings', accountId: null, origin: cliOrigin(), detail: chosen })
      } finally {
        journal.close()
      }
      printLine(`It is kept, and used ${whenUsed(dataFolder)}.`)
    })
}
