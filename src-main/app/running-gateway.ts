import { LogFile, type Logger, openLog } from '../infra/log.ts'
import { Gateway } from './gateway.ts'
import { acquireInstanceLock } from './instance-lock.ts'
import type { RedisAddress } from './redis-address.ts'
import { closeAll } from './shutdown.ts'

export interface RunningGateway {
  readonly gateway: Gateway
  readonly log: Logger
  /** Drains the bridge, closes everything, lets the data folder go. */
  readonly close: () => Promise<void>
}

/** Takes the data folder and starts its gateway; what every long-running command and Electron's entry do alike. */
export async function runGateway(options: {
  readonly dataFolder: string
  readonly redis: RedisAddress
  readonly host: 'electron' | 'browser' | 'none'
}): Promise<RunningGateway> {
  const lock = acquireInstanceLock(options.dataFolder)
  try {
    const logFile = new LogFile(options.dataFolder)
    const log = openLog(options.dataFolder, logFile)
    // A rejection that nobody handled is a bug of ours, but no reason to leave orders unwatched.
    process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled rejection'))
    const gateway = await Gateway.start({
      ...options,
      log,
      heeding: (killSwitch) => lock.tell(killSwitch),
      logTrouble: () => logFile.trouble,
      address: process.env.ARISTOBOT_ADDRESS?.trim() ?? '',
    })
    return {
      gateway,
      log,
      close: () => closeAll([() => gateway.close(), () => lock.release()]),
    }
  } catch (error) {
    lock.release()
    throw error
  }
}
