import { type Command, InvalidArgumentError, Option } from 'commander'
import { openDataFolder } from '../app/data-folder.ts'
import { parseRedisUrl, type RedisAddress, redisFromEnvironment } from '../app/redis-address.ts'
import { UsageError } from '../app/usage-error.ts'

/** What every command takes, as commander gives it. */
export interface CommonOptions {
  readonly data?: string
  readonly redis?: RedisAddress
}

/** Adds `--data` and `--redis`, which every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--data <folder>', 'data folder (default: the application-data folder of this system)').argParser(
        folder,
      ),
    )
    .addOption(
      new Option(
        '--redis <url>',
        'Redis, as redis://host:port (default: REDIS_HOST and REDIS_PORT, or localhost:6379)',
      ).argParser(redis),
    )
}

/**
 * The data folder, made where missing, and the address of Redis. A subcommand's options may stand before its name, too.
 */
export function resolveCommon(
  options: CommonOptions,
  command?: Command,
): { readonly dataFolder: string; readonly redis: RedisAddress } {
  const given = { ...command?.parent?.opts<CommonOptions>(), ...options }
  return { redis: resolveRedis(given), dataFolder: openDataFolder(given.data) }
}

/** The address of Redis: from the option, the environment, or the default. */
export function resolveRedis(options: CommonOptions): RedisAddress {
  try {
    return options.redis ?? redisFromEnvironment(process.env)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** `--port`: 0 lets the system choose. */
export function portOption(description: string): Option {
  return new Option('--port <number>', description).argParser(port)
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65535)
    throw new InvalidArgumentError('It must be a number between 0 and 65535.')
  return Number(text)
}

function folder(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('It must name a folder.')
  return text
}

function redis(text: string): RedisAddress {
  try {
    return parseRedisUrl(text)
  } catch (error) {
    // Commander would repeat the argument, which may hold a password.
    throw new UsageError(`The option --redis is not valid. ${(error as Error).message}`)
  }
}
