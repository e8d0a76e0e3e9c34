import { setTimeout } from 'node:timers/promises'
import { Command } from 'commander'
import { type KillSwitchState, loosens, wordFor } from '../../src-shared/guard.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { runningInstance } from '../app/instance-lock.ts'
import { CommandError } from '../app/usage-error.ts'
import { systemClock } from '../infra/clock.ts'
import { Guard } from '../trading/guard/guard.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { openJournal } from './open-journal.ts'
import { printJson, printLine } from './print.ts'
import { readWord } from './read-word.ts'

interface StatusOptions extends CommonOptions {
  readonly json?: boolean
}

interface SetOptions extends CommonOptions {
  readonly word?: string
}

/** A gateway looks every second. */
const patienceMs = 5_000

const meanings: Readonly<Record<KillSwitchState, string>> = {
  active: 'orders go through',
  reducing: 'only sales, exits and cancellations go through',
  halted: 'only cancellations go through',
}

/** `guard`: the kill switch of a data folder. A gateway that runs on it applies a change to its next order. */
export function guardCommand(): Command {
  return withCommonOptions(new Command('guard'))
    .description('show or set the kill switch, also while a gateway runs')
    .addCommand(statusCommand())
    .addCommand(setCommand('reduce', 'reducing'))
    .addCommand(setCommand('halt', 'halted'))
    .addCommand(setCommand('activate', 'active'))
    .addHelpText(
      'after',
      `
Making it stricter needs nothing more. Letting more through than before requires a word, typed on standard input or given with
--word: REDUCING for \`guard reduce\` after a halt, ACTIVE for \`guard activate\`.`,
    )
}

function statusCommand(): Command {
  return withCommonOptions(new Command('status'))
    .description('show the state of the kill switch')
    .option('--json', 'one line of JSON instead of a sentence')
    .action((options: StatusOptions, command: Command) => {
      const journal = openJournal(resolveCommon(options, command).dataFolder)
      try {
        const { state, since } = journal.killSwitch.get()
        const { damaged, lost } = journal
        if (options.json === true)
          printJson({ state, since, journalDamaged: damaged !== null, journalLost: lost !== null })
        else printLine(`${state}: ${meanings[state]}${since === null ? '' : `, since ${timeText(since)}`}`)
        for (const notice of [damaged, lost]) if (notice !== null) console.error(sentence(notice, 'en'))
      } finally {
        journal.close()
      }
    })
}

function setCommand(name: string, to: KillSwitchState): Command {
  return withCommonOptions(new Command(name))
    .description(`set the kill switch to ${to}: ${meanings[to]}`)
    .option('--word <word>', 'the word required to let more through than before')
    .action((options: SetOptions, command: Command) => set(to, options, command))
}

async function set(to: KillSwitchState, options: SetOptions, command: Command): Promise<void> {
  const { dataFolder } = resolveCommon(options, command)
  const journal = openJournal(dataFolder)
  const guard = new Guard({ journal, clock: systemClock, changed: () => undefined })
  try {
    const { state: from } = guard.killSwitch()
    const word = loosens(from, to) ? (options.word ?? (await readWord(question(from, to)))) : null
    guard.setKillSwitch(to, word, cliOrigin())
    const applied = await isApplied(dataFolder, to)
    if (applied === false)
      throw new CommandError(
        `The kill switch was set to ${to}, but the gateway running on ${dataFolder} has not confirmed that it applies it. Look at its window, or stop it.`,
      )
    printLine(`${to}: ${meanings[to]}${applied === null ? '' : '; the running gateway applies it now'}`)
  } finally {
    guard.close()
    journal.close()
  }
}

/** Waits for the running gateway's own word. @returns null: none runs. */
async function isApplied(dataFolder: string, to: KillSwitchState): Promise<boolean | null> {
  const until = performance.now() + patienceMs
  for (;;) {
    const running = runningInstance(dataFolder)
    if (running === null) return null
    if (running.killSwitch === to) return true
    if (performance.now() > until) return false
    await setTimeout(100)
  }
}

const question = (from: KillSwitchState, to: KillSwitchState): string =>
  `The kill switch is ${from}; with ${to}, ${meanings[to]}. Type the word ${wordFor(to)}: `

const timeText = (epochMs: number): string => new Date(epochMs).toISOString()
