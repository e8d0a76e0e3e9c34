import { Command } from 'commander'
import { startPracticeExchanges } from '../practice/practice-exchanges.ts'
import { type CommonOptions, portOption, withCommonOptions } from './common-options.ts'
import { printJson } from './print.ts'
import { closeAll, untilAskedToStop } from './shutdown.ts'

interface Options extends CommonOptions {
  readonly port: number
}

/** `practice`: the practice exchanges alone, in their own process. */
export function practiceCommand(): Command {
  return withCommonOptions(new Command('practice'))
    .description('run the practice exchanges alone; prints their base addresses as one JSON line')
    .addOption(portOption('port on 127.0.0.1').default(0, 'a free one'))
    .addHelpText(
      'after',
      '\nIt keeps nothing on disk and speaks no Redis: --data and --redis change nothing here.',
    )
    .action(async (options: Options) => {
      const asked = untilAskedToStop()
      const exchanges = await startPracticeExchanges({ port: options.port, live: true })
      printJson({ baseUrls: exchanges.baseUrls, controlUrl: exchanges.controlUrl })
      await asked
      await closeAll([() => exchanges.close()])
    })
}
