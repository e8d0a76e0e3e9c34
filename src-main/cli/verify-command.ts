import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import type { AccountView } from '../../src-shared/contract.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { Money } from '../../src-shared/money.ts'
import type { VerificationReport } from '../../src-shared/verification.ts'
import { KeyChecker } from '../accounts/key-health.ts'
import { accountNotes, switchOffNoted } from '../app/account-notes.ts'
import { acquireInstanceLock, type InstanceLock, runningInstance } from '../app/instance-lock.ts'
import { untilAskedToStop } from '../app/shutdown.ts'
import { CommandError, UsageError } from '../app/usage-error.ts'
import { LiveStreams } from '../exchange/accounts/live-streams.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { systemClock } from '../infra/clock.ts'
import { type Logger, openLog } from '../infra/log.ts'
import { OrderDesk } from '../trading/order-desk.ts'
import { usualMost } from '../verify/far-orders.ts'
import type { TradeWish, VerificationsParts } from '../verify/verification-parts.ts'
import { Verifications } from '../verify/verifications.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openJournal } from './open-journal.ts'
import { reportLines, stepLine } from './print-report.ts'
import { printJson, printLine, warnLine } from './print.ts'
import { readWord } from './read-word.ts'
import { type CommandAccounts, openCommandAccounts, withClients } from './with-clients.ts'

interface Options extends CommonOptions {
  readonly account?: string
  readonly trade?: boolean
  readonly symbol?: string
  readonly most?: string
  readonly word?: string
  readonly json?: boolean
  readonly list?: boolean
  readonly show?: string
}

/** `verify`: proves the client on a real account; exit code 1 when something differs or failed. */
export function verifyCommand(): Command {
  return withCommonOptions(new Command('verify'))
    .description('check what this application relies on against what an account’s exchange really does')
    .option('--account <account>', 'its name or id')
    .option('--trade', 'also place the smallest orders far from the market, and cancel them')
    .option('--symbol <symbol>', 'the market to look at (default: the most liquid that the account can pay)')
    .option(
      '--most <amount>',
      `the most that may be at risk, in the quote asset (default: ${usualMost.toString()})`,
      amount,
    )
    .option('--word <name>', 'the account’s name, which --trade wants typed on anything but a practice account')
    .option('--json', 'the report as one line of JSON')
    .option('--list', 'list the kept reports')
    .option('--show <id>', 'print a kept report')
    .addHelpText(
      'after',
      `
Without --trade nothing is sent but questions. With it, orders are placed one at a time, far below the market, and each is cancelled before the next; no order at
market is ever sent. Exit code: 0 everything that was seen agrees, 1 something differs or failed, 2 bad usage.`,
    )
    .action((options: Options, command: Command) => verify(options, command))
}

function amount(text: string): string {
  if (Money.tryParse(text)?.isPositive() !== true)
    throw new InvalidArgumentError('It must be a positive decimal number.')
  return text
}

async function verify(options: Options, command: Command): Promise<void> {
  const { dataFolder } = resolveCommon(options, command)
  if (options.list === true || options.show !== undefined) {
    showKept(options, dataFolder)
    return
  }
  if (options.account === undefined)
    throw new UsageError('Say which account to check with --account, or --list the kept reports.')
  if (options.trade !== true && (options.most !== undefined || options.word !== undefined))
    throw new UsageError('--most and --word go with --trade.')
  const opened = await openCommandAccounts(dataFolder)
  const account = findAccount(opened.accounts, options.account)
  const trade = options.trade === true
  const lock = trade ? lockForTrading(dataFolder) : lockForCleaning(dataFolder, account)
  try {
    await withClients(opened, account, (manager) => run({ options, opened, account, manager, lock }))
  } finally {
    lock?.release()
  }
}

/** @throws CommandError while a gateway runs: two desks must not share a journal. */
function lockForTrading(dataFolder: string): InstanceLock {
  if (runningInstance(dataFolder) !== null)
    throw new CommandError(
      `A gateway runs on ${dataFolder}: check the account with the button in its window, or stop it first. Nothing was sent.`,
    )
  return acquireInstanceLock(dataFolder)
}

/**
 * What an interrupted check left is ended by the next one, for which it needs the folder for itself; null: nothing is
 * left, or a gateway runs.
 */
function lockForCleaning(dataFolder: string, { id }: AccountView): InstanceLock | null {
  if (!keptOf(dataFolder).hasLeftovers(id) || runningInstance(dataFolder) !== null) return null
  return acquireInstanceLock(dataFolder)
}

interface Running {
  readonly options: Options
  readonly opened: CommandAccounts
  readonly account: AccountView
  readonly manager: NativeExchangeManager
  readonly lock: InstanceLock | null
}

async function run(running: Running): Promise<void> {
  const { options, opened, account, manager, lock } = running
  const log = openLog(opened.dataFolder)
  const desk = lock === null ? null : await openDesk(running, log)
  const streams = openStreams(running, log)
  try {
    const printed = new Set<number>()
    // Orders pass only once the exchange has said what the key may do.
    if (!account.rightsRead) await new KeyChecker({ accounts: opened.accounts, clients: manager }).check(account.id)
    const verifications = new Verifications({
      ...partsOf(running, log),
      streams,
      desk: desk?.desk ?? null,
      changed: (report) => {
        if (options.json !== true) printSteps(report, printed)
      },
    })
    const trade = options.trade === true ? await agreedTrade(running, verifications) : null
    const id = verifications.start({ accountId: account.id, trade, symbol: options.symbol ?? null })
    void untilAskedToStop().then(() => {
      warnLine('Stopping after this step; what was placed is cancelled first.')
      verifications.stop(id)
    })
    const report = await verifications.ended(id)
    if (report === null) throw new CommandError('The report could not be kept.')
    tell(report, options, opened.dataFolder)
    if (report.outcome !== 'agrees') process.exitCode = 1
  } finally {
    await desk?.close()
    streams.close()
  }
}

/** Orders go over a socket only where somebody opens it. */
function openStreams({ manager, account }: Running, logger: Logger): LiveStreams {
  const streams = new LiveStreams({
    placeOf: (id) => manager.streamPlaceOf(id),
    orderAccounts: () => (account.orderRoute === 'websocket' ? [account.id] : []),
    clock: systemClock,
    logger,
  })
  streams.refresh()
  return streams
}

const partsOf = (
  { opened, manager }: Running,
  log: Logger,
): Omit<VerificationsParts, 'desk' | 'streams' | 'changed'> => ({
  dataFolder: opened.dataFolder,
  accounts: opened.accounts,
  clients: manager,
  secretsOf: opened.accounts.secretsOf,
  origin: (requestId) => ({ kind: 'cli', requestId }),
  switchOff: async (id, list) => {
    const journal = openJournal(opened.dataFolder)
    try {
      await switchOffNoted(opened.accounts, accountNotes(journal, cliOrigin), id, list)
    } finally {
      journal.close()
    }
  },
  logBug: (error) => log.error({ err: error }, 'the check of an account failed'),
})

async function openDesk(
  { opened, manager, account }: Running,
  log: Logger,
): Promise<{ readonly desk: OrderDesk; readonly close: () => Promise<void> }> {
  const journal = openJournal(opened.dataFolder)
  const desk = new OrderDesk({
    journal,
    accounts: opened.accounts,
    clients: manager,
    exchangeAccount: opened.accounts.exchangeAccountOf,
    logger: log,
  })
  await desk.start()
  return {
    desk,
    async close() {
      await bracketsEnded(desk, account.id)
      await desk.close()
      journal.close()
    },
  }
}

const bracketPatienceMs = 10_000

/** The brackets of far entries end when their keeper sees that these are gone, within its next look. */
function bracketsEnded(desk: OrderDesk, accountId: string): Promise<void> {
  const isOver = (): boolean => desk.openWork(accountId).brackets === 0
  if (isOver()) return Promise.resolve()
  return new Promise((resolve) => {
    const patience = setTimeout(end, bracketPatienceMs)
    const unsubscribe = desk.subscribe(() => {
      if (isOver()) end()
    })
    function end(): void {
      clearTimeout(patience)
      unsubscribe()
      resolve()
    }
  })
}

/** What may be traded, with the word that a person typed after having been told. */
async function agreedTrade({ options, account }: Running, verifications: Verifications): Promise<TradeWish> {
  const wish = { symbol: options.symbol ?? null, mostQuote: options.most ?? null }
  if (account.environment.kind === 'practice') return wish
  const { symbol, most, asset } = await verifications.preview(account.id, wish)
  const bound = options.most ?? usualMost.toString()
  const { label } = exchangeProfiles[account.exchange]
  const word =
    options.word ??
    (await readWord(
      `${label}, account ${account.name} (${account.environment.kind}): the smallest orders on ${symbol}, far from the market, one at a time, each cancelled again.
As prices stand at most ${most} ${asset} would be at risk if an order filled after all, and never more than ${bound} ${asset}.
Type the account’s name to go on: `,
    ))
  return { ...wish, symbol, word }
}

function printSteps({ steps }: VerificationReport, printed: Set<number>): void {
  for (const [index, step] of steps.entries()) {
    if (step.endedAt === null || printed.has(index)) continue
    printed.add(index)
    printLine(stepLine(step))
  }
}

function tell(report: VerificationReport, { json }: Options, dataFolder: string): void {
  if (json === true) printJson(report)
  else for (const line of reportLines(report, join(dataFolder, 'verifications'))) printLine(line)
}

/** The kept reports, without anything that could start a run. */
function keptOf(dataFolder: string): Verifications {
  return new Verifications({
    dataFolder,
    accounts: { get: () => null, list: () => [] },
    clients: {
      clientFor: () => {
        throw new TypeError('nothing is asked')
      },
      statusFor: () => null,
    },
    streams: { status: () => null, subscribe: () => () => undefined },
    desk: null,
    secretsOf: () => [],
    origin: (requestId) => ({ kind: 'cli', requestId }),
    switchOff: () => undefined,
  })
}

function showKept(options: Options, dataFolder: string): void {
  const { show, account, json } = options
  const kept = keptOf(dataFolder)
  if (show !== undefined) {
    const report = kept.get(show)
    if (report === null) throw new CommandError(`There is no report ${show}; see \`npm run verify -- --list\`.`)
    if (json !== true) printSteps(report, new Set())
    tell(report, options, dataFolder)
    return
  }
  const wanted = account?.toLowerCase()
  const reports = kept
    .list(null)
    .filter((report) => wanted === undefined || report.accountId === account || report.account.toLowerCase() === wanted)
  if (json === true) printJson(reports)
  else
    for (const { id, startedAt, account: name, outcome } of reports)
      printLine(`${id}  ${new Date(startedAt).toISOString()}  ${outcome.padEnd(11)}  ${name}`)
}
