import { createInterface } from 'node:readline'
import { Command } from 'commander'
import { type KillSwitchState, loosens, wordFor } from '../../src-shared/guard.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { systemClock } from '../trading/clock.ts'
import { Guard } from '../trading/guard/guard.ts'
import { Journal } from '../trading/journal.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { runningInstance } from './instance-lock.ts'
import { printJson, printLine } from './print.ts'

interface StatusOptions extends CommonOptions {
  readonly json?: boolean
}

interface SetOptions extends CommonOptions {
  readonly word?: string
}

const meanings: Readonly<Record<KillSwitchState, string>> = {
  active: 'orders pass',
  reducing: 'only sales, exits and cancellations pass',
  halted: 'only cancellations pass',
}

/** `guard`: the kill switch of a data folder. A gateway that runs on it heeds a change with its next order. */
export function guardCommand(): Command {
  return withCommonOptions(new Command('guard'))
    .description('show or set the kill switch, also under a running gateway')
    .addCommand(statusCommand())
    .addCommand(setCommand('reduce', 'reducing'))
    .addCommand(setCommand('halt', 'halted'))
    .addCommand(setCommand('activate', 'active'))
    .addHelpText(
      'after',
      `
Setting it stricter needs nothing more. Letting more through than before needs a word, typed on standard input or given with
--word: REDUCING for \`guard reduce\` after a halt, ACTIVE for \`guard activate\`.`,
    )
}

function statusCommand(): Command {
  return withCommonOptions(new Command('status'))
    .description('say how the kill switch stands')
    .option('--json', 'one line of JSON instead of a sentence')
    .action((options: StatusOptions, command: Command) => {
      const journal = Journal.open({ folder: resolveCommon(options, command).dataFolder })
      try {
        const { state, since } = journal.killSwitch.get()
        const { damaged } = journal
        if (options.json === true) printJson({ state, since, journalDamaged: damaged !== null })
        else printLine(`${state}: ${meanings[state]}${since === null ? '' : `, since ${timeText(since)}`}`)
        if (damaged !== null) console.error(sentence(damaged, 'en'))
      } finally {
        journal.close()
      }
    })
}

function setCommand(name: string, to: KillSwitchState): Command {
  return withCommonOptions(new Command(name))
    .description(`set the kill switch to ${to}: ${meanings[to]}`)
    .option('--word <word>', 'the word that letting more through than before needs')
    .action((options: SetOptions, command: Command) => set(to, options, command))
}

async function set(to: KillSwitchState, options: SetOptions, command: Command): Promise<void> {
  const { dataFolder } = resolveCommon(options, command)
  const journal = Journal.open({ folder: dataFolder })
  const guard = new Guard({ journal, clock: systemClock, changed: () => undefined })
  try {
    const { state: from } = guard.killSwitch()
    const word = loosens(from, to) ? (options.word ?? (await readWord(from, to))) : null
    guard.setKillSwitch(to, word, cliOrigin())
    const heeded = runningInstance(dataFolder) === null ? '' : '; the running gateway heeds it now'
    printLine(`${to}: ${meanings[to]}${heeded}`)
  } finally {
    guard.close()
    journal.close()
  }
}

/** The first line of standard input, from a terminal or a pipe; nothing where there is none. */
function readWord(from: KillSwitchState, to: KillSwitchState): Promise<string | null> {
  process.stderr.write(
    `The kill switch is ${from}; with ${to}, ${meanings[to]}. Type the word ${wordFor(to)}: `,
  )
  const lines = createInterface({ input: process.stdin })
  return new Promise((resolve) => {
    lines.once('line', (line) => {
      resolve(line)
      lines.close()
    })
    lines.once('close', () => {
      if (!process.stdin.isTTY) process.stderr.write('\n')
      resolve(null)
    })
  })
}

const timeText = (epochMs: number): string => new Date(epochMs).toISOString()
