import { join } from 'node:path'
import { startPracticeExchanges } from '@aristobot/practice'
import { Command } from 'commander'
import type { ExchangeName } from '../../src-shared/account.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { openDataFolder } from '../app/data-folder.ts'
import { PracticeFile } from '../app/practice-store.ts'
import { closeAll, untilAskedToStop } from '../app/shutdown.ts'
import { CommandError } from '../app/usage-error.ts'
import { writeTroubleOf } from '../infra/file-errors.ts'
import { type CommonOptions, portOption, withCommonOptions } from './common-options.ts'
import { printJson } from './print.ts'

interface Options extends CommonOptions {
  readonly port: number
  /** false: `--no-state`; true: `--state` was not given. */
  readonly state: string | boolean
  readonly fresh: boolean
}

/** `practice`: the practice exchanges alone, in their own process. */
export function practiceCommand(): Command {
  return withCommonOptions(new Command('practice'))
    .description('run the practice exchanges alone; prints their base addresses as one JSON line')
    .addOption(portOption('port on 127.0.0.1').default(0, 'a free one'))
    .option(
      '--state <folder>',
      'where accounts, orders and prices are kept over restarts (default: in the data folder)',
    )
    .option('--no-state', 'keep them in memory only')
    .option('--fresh', 'begin anew; ids are larger than all before even so', false)
    .addHelpText('after', '\nIt speaks no Redis: --redis changes nothing here.')
    .action(async (options: Options) => {
      const asked = untilAskedToStop()
      const file = openState(options)
      const keeping =
        file === null ? {} : { keeping: { storeOf: (name: ExchangeName) => file.storeOf(name), keys: true } }
      const exchanges = await startPracticeExchanges({ port: options.port, live: true, ...keeping })
      for (const notice of file?.notices ?? []) console.error(sentence(notice, 'en'))
      printJson({ baseUrls: exchanges.baseUrls, controlUrl: exchanges.controlUrl })
      await asked
      await closeAll([() => exchanges.close(), () => file?.close()])
    })
}

/** @throws CommandError when another process keeps its exchanges there. FileTooNewError. */
function openState({ state, data, fresh }: Options): PracticeFile | null {
  if (state === false) return null
  const folder = typeof state === 'string' ? state : join(openDataFolder(data), 'practice')
  try {
    return PracticeFile.open({ folder, name: 'command', fresh })
  } catch (error) {
    if (writeTroubleOf(error) !== 'locked') throw error
    throw new CommandError(
      `Another process keeps its practice exchanges in ${folder}; give another folder with --state, or --no-state.`,
    )
  }
}
