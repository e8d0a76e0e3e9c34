import { Command } from 'commander'
import { runGateway } from '../app/running-gateway.ts'
import { untilAskedToStop } from '../app/shutdown.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { printJson } from './print.ts'
import { settledRedis } from './settled-redis.ts'

/** `gateway`: no window. One JSON line on standard output when it serves, nothing else; errors on standard error. */
export function gatewayCommand(): Command {
  return withCommonOptions(new Command('gateway'))
    .description('run the gateway without a window; prints one JSON line when it serves')
    .action(async (options: CommonOptions) => {
      const asked = untilAskedToStop()
      const { dataFolder, redis } = resolveCommon(options)
      const { gateway, close } = await runGateway({ dataFolder, redis, host: 'none' })
      printJson({
        ready: true,
        pid: process.pid,
        redis: await settledRedis(gateway),
        practiceUrls: gateway.practiceUrls,
        accounts: gateway.accounts.list().length,
        dataFolder,
      })
      await asked
      await close()
    })
}
