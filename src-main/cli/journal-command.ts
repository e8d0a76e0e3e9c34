import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Writable } from 'node:stream'
import { Command, InvalidArgumentError, Option } from 'commander'
import { endMessage } from '../../src-shared/end-reason.ts'
import type { JournalExport, JournalLine, JournalPage } from '../../src-shared/journal.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { AccountRegistry } from '../accounts/registry.ts'
import { acquireInstanceLock } from '../app/instance-lock.ts'
import { CommandError } from '../app/usage-error.ts'
import { type ExportFormat, exportFormats } from '../trading/reading/journal-export.ts'
import { answerFrom } from '../trading/reading/journal-questions.ts'
import { noteExport, renewJournal } from '../trading/renew-journal.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { filterFrom, type FilterOptions, withFilterOptions } from './journal-filter.ts'
import { openJournal } from './open-journal.ts'
import { printLine } from './print.ts'

interface SearchOptions extends FilterOptions {
  readonly limit: number
}

interface ExportOptions extends FilterOptions {
  readonly format: ExportFormat
  readonly output?: string
}

const journalFile = (folder: string): string => join(folder, 'journal.sqlite')

/**
 * `journal`: every intent, answer and change of a data folder, to look through, take along, or begin anew after damage.
 */
export function journalCommand(): Command {
  return withCommonOptions(new Command('journal'))
    .description('search or export the journal, or start a new one in place of a damaged one')
    .addCommand(searchCommand())
    .addCommand(exportCommand())
    .addCommand(renewCommand())
}

function searchCommand(): Command {
  return withFilterOptions(withCommonOptions(new Command('search')))
    .description('list lines of the journal, the newest first')
    .addOption(new Option('--limit <number>', 'how many at most').argParser(limit).default(50))
    .action(async (options: SearchOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const filter = await filterFrom(dataFolder, options)
      const { lines, cursor } = answerFrom(journalFile(dataFolder), {
        ask: 'search',
        filter,
        cursor: null,
        limit: options.limit,
      }) as JournalPage
      const names = new Map(
        (await AccountRegistry.open({ folder: dataFolder })).list().map((each) => [each.id, each.name]),
      )
      for (const line of lines) printLine(textOf(line, names))
      if (lines.length === 0) console.error('No line of the journal fits.')
      if (cursor !== null) console.error('There are more: narrow the search, or raise --limit.')
    })
}

function textOf(line: JournalLine, names: ReadonlyMap<string, string>): string {
  const account = line.accountId === null ? null : (names.get(line.accountId) ?? line.accountId)
  const common = [new Date(line.at).toISOString(), line.origin.kind.padEnd(7)]
  const parts =
    line.line === 'change'
      ? [...common, line.kind.padEnd(11), account, line.detail]
      : [
          ...common,
          line.operation.padEnd(11),
          account,
          line.symbol,
          line.state,
          line.clientOrderId,
          line.exchangeOrderId,
          line.error === null ? null : sentence(line.error.text, 'en'),
          line.endReason === null ? null : sentence(endMessage(line.endReason), 'en'),
        ]
  return parts.filter((part) => part !== null).join('  ')
}

function exportCommand(): Command {
  return withFilterOptions(withCommonOptions(new Command('export')))
    .description('write lines of the journal as CSV or JSON lines, the exchange’s own answers included in the latter')
    .addOption(new Option('--format <format>', 'the form').choices(exportFormats).default('jsonl'))
    .option('--output <file>', 'where to (default: standard output)')
    .action(async (options: ExportOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const filter = await filterFrom(dataFolder, options)
      const { format, output } = options
      const journal = openJournal(dataFolder)
      noteExport(journal, cliOrigin(), { filter, format })
      journal.close()
      const out = output === undefined ? process.stdout : await openFile(output)
      let count = 0
      let cursor: string | null = null
      do {
        const part = answerFrom(journalFile(dataFolder), {
          ask: 'export',
          filter,
          format,
          cursor,
        }) as JournalExport
        await write(out, part.text)
        count += part.lines
        cursor = part.cursor
      } while (cursor !== null)
      if (output === undefined) return
      out.end()
      await once(out, 'close')
      printLine(`${count} lines written to ${output}`)
    })
}

async function openFile(path: string): Promise<Writable> {
  const file = createWriteStream(resolve(path), { mode: 0o600 })
  try {
    await once(file, 'open')
    return file
  } catch (error) {
    throw new CommandError(`${path} cannot be written (${(error as NodeJS.ErrnoException).code ?? String(error)}).`)
  }
}

async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text) && out.writable) await once(out, 'drain')
}

function renewCommand(): Command {
  return withCommonOptions(new Command('renew'))
    .description('put a new journal in the place of a damaged one, whose copy stays')
    .action((options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      // A gateway that runs has the damaged file open: there, the panel renews it.
      const lock = acquireInstanceLock(dataFolder)
      const journal = openJournal(dataFolder)
      try {
        const { damaged } = journal
        renewJournal(journal, cliOrigin())
        const { state } = journal.killSwitch.get()
        printLine(`A new journal was started. The kill switch is ${state}.`)
        if (damaged !== null) printLine(`The damaged one stays at ${damaged.params.file ?? ''}.`)
      } finally {
        journal.close()
        lock.release()
      }
    })
}

function limit(text: string): number {
  const value = Number(text)
  if (!/^\d{1,6}$/.test(text) || value < 1) throw new InvalidArgumentError('It must be a whole number, 1 or more.')
  return value
}
