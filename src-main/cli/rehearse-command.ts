import { once } from 'node:events'
import { createWriteStream, readFileSync, type WriteStream } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { Command, InvalidArgumentError } from 'commander'
import { GatewayError } from '../../src-shared/errors.ts'
import { Vault } from '../accounts/vault.ts'
import { readSettings } from '../app/settings.ts'
import { untilAskedToStop } from '../app/shutdown.ts'
import { CommandError, UsageError } from '../app/usage-error.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { openLog } from '../infra/log.ts'
import { loginOf, type RedisConnection } from '../redis/connection.ts'
import { openMonitor } from '../redis/monitor.ts'
import { DryDesk } from '../redis/rehearsal/dry-desk.ts'
import { Recorder } from '../redis/rehearsal/recorder.ts'
import { parseRecording, type Recorded, recordingLine } from '../redis/rehearsal/recording.ts'
import { Rehearsal, type Rehearsed } from '../redis/rehearsal/rehearsal.ts'
import { summaryOf } from '../redis/rehearsal/summary.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { rehearsalLines } from './print-rehearsal.ts'
import { printJson, printLine, warnLine } from './print.ts'
import { redisConnectionOf } from './redis-connection.ts'
import { type CommandAccounts, openCommandAccounts, withManager } from './with-clients.ts'

interface Options extends CommonOptions {
  readonly from?: string
  readonly live?: boolean
  readonly for: number
  readonly save?: string
  readonly each: number
  readonly json?: boolean
}

const usualSeconds = 60
const usualEach = 20

/** `rehearse`: what would change for Django, said before the day; nothing that moves an order is sent. */
export function rehearseCommand(): Command {
  return withCommonOptions(new Command('rehearse'))
    .description('answer requests of the old Terminal 5 without moving anything, and compare with what it answered')
    .option('--from <file>', 'a recording')
    .option('--live', 'watch the Redis where the old Terminal 5 works (MONITOR), and take nothing from it')
    .option('--for <seconds>', 'how long to watch', whole, usualSeconds)
    .option('--save <file>', 'also keep what was watched, for --from')
    .option('--each <count>', 'how many requests of one action and broker are asked', whole, usualEach)
    .option('--json', 'everything as one line of JSON')
    .addHelpText(
      'after',
      `
What only reads is really asked of the exchange, with the accounts of the data folder. Orders, changes and cancellations are prepared and checked, tried where the
exchange has a dry run, and not sent. MONITOR slows Redis down while it runs. Exit code: 0 something was rehearsed, 1 there was nothing, 2 bad usage.`,
    )
    .action((options: Options, command: Command) => rehearse(options, command))
}

function whole(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 on.')
  return Number(text)
}

async function rehearse(options: Options, command: Command): Promise<void> {
  if ((options.from === undefined) === (options.live !== true))
    throw new UsageError('Say what to rehearse: --from a recording, or --live.')
  if (options.save !== undefined && options.live !== true) throw new UsageError('--save goes with --live.')
  const { dataFolder, redis } = resolveCommon(options, command)
  const settings = readSettings(dataFolder)
  const recording = options.from === undefined ? null : readRecording(options.from)
  const opened = await openCommandAccounts(dataFolder)
  for (const { name } of opened.accounts.list().filter(({ exchange }) => exchange === 'kraken'))
    warnLine(sharedKeyWarning(name))
  const run = new Run(options.each)
  await withReaders(opened, async (manager) => {
    const symbols = new Map<string, Set<string>>()
    const { accounts } = opened
    const desk = new DryDesk({
      accounts,
      clients: manager,
      tradedSymbols: (accountId) => [...(symbols.get(accountId) ?? [])],
    })
    const rehearsal = new Rehearsal({
      desk,
      language: settings.language,
      notesIn: 'en',
      services: {
        accounts,
        clients: manager,
        terminal3: {
          meaningFor: (account) => account.terminal3Amounts ?? (settings.terminal3AmountsInUsdt ? 'usdt' : null),
          ask: () => Promise.reject(new GatewayError('refused', 'rehearsal.asks_person')),
        },
      },
    })
    const take = (recorded: Recorded): void => run.take(recorded, rehearsal)
    if (recording === null) {
      const connection = await redisConnectionOf(redis, settings.redis, Vault.open(), dataFolder)
      await watch(connection, options, take)
    } else for (const recorded of recording) take(recorded)
    await run.done()
  })
  tell(run, options)
}

/** Kraken wants numbers that grow with each request of a key, and the old one's are a thousand times ours. */
const sharedKeyWarning = (name: string): string =>
  `Account ${name}: Kraken answers only one program for each key. Should the old Terminal 5 use this one, make another for the gateway.`

function readRecording(file: string): readonly Recorded[] {
  try {
    return parseRecording(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new CommandError((error as Error).message)
  }
}

/** Rehearses one after the other, and not what is like enough of those that it has. */
class Run {
  readonly rehearsed: Rehearsed[] = []
  skipped = 0
  readonly #each: number
  readonly #asked = new Map<string, number>()
  #last: Promise<void> = Promise.resolve()

  constructor(each: number) {
    this.#each = each
  }

  take(recorded: Recorded, rehearsal: Rehearsal): void {
    this.#last = this.#last.then(async () => {
      const kind = kindOf(recorded)
      const asked = this.#asked.get(kind) ?? 0
      if (asked >= this.#each) {
        this.skipped += 1
        return
      }
      this.#asked.set(kind, asked + 1)
      this.rehearsed.push(await rehearsal.rehearse(recorded))
    })
  }

  done(): Promise<void> {
    return this.#last
  }
}

/** Of a request as it was pushed: what is asked, of which broker. */
function kindOf({ request }: Recorded): string {
  const { action, params } = (request ?? {}) as { readonly action?: unknown; readonly params?: unknown }
  const { broker_id: broker = null } = (params ?? {}) as { readonly broker_id?: unknown }
  return JSON.stringify([action ?? null, broker])
}

/**
 * Lets a command read from every account's exchange; its clients refuse to send anything that could move an order. Closes
 * everything that it opened.
 */
async function withReaders(
  { accounts, practice, dataFolder }: CommandAccounts,
  work: (manager: NativeExchangeManager) => Promise<void>,
): Promise<void> {
  const log = openLog(dataFolder)
  const readsOnly = true
  try {
    await practice.openMissing(accounts, (error, { id }) => log.error({ err: error, accountId: id }, 'not opened'))
    await withManager(accounts, dataFolder, work, readsOnly)
  } finally {
    await practice.close()
  }
}

/** @throws CommandError when Redis cannot be watched, or the file cannot be written */
async function watch(connection: RedisConnection, options: Options, take: (recorded: Recorded) => void): Promise<void> {
  const file = options.save === undefined ? null : await openFile(options.save)
  const recorder = new Recorder(loginOf(connection).db, (recorded) => {
    file?.write(`${recordingLine(recorded)}\n`)
    take(recorded)
  })
  try {
    const monitor = await openMonitor(connection, (command) => recorder.take(command))
    warnLine(`Watching requests and answers for ${options.for} seconds; nothing is taken.`)
    const over = new AbortController()
    const ended = await Promise.race([
      monitor.ended.then(() => 'lost' as const),
      untilAskedToStop(),
      pause(options.for * 1_000, undefined, { signal: over.signal }).catch(() => undefined),
    ])
    over.abort()
    monitor.close()
    recorder.end()
    if (ended === 'lost') warnLine('The connection to Redis was lost; what came before that is rehearsed.')
  } catch (error) {
    throw new CommandError(`Redis cannot be watched: ${(error as Error).message}`)
  } finally {
    file?.end()
    if (file !== null) await once(file, 'finish')
  }
}

/** For its owner alone; a file that is there is not written over. */
async function openFile(path: string): Promise<WriteStream> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
  try {
    await once(file, 'open')
    return file
  } catch (error) {
    throw new CommandError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}

function tell({ rehearsed, skipped }: Run, { json }: Options): void {
  const summary = summaryOf(rehearsed)
  if (json === true) printJson({ ...summary, skipped, rehearsed })
  else for (const line of rehearsalLines(summary, skipped)) printLine(line)
  if (rehearsed.length === 0) process.exitCode = 1
}
