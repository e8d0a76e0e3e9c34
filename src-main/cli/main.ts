import { Command, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { outlive } from '../app/outlive.ts'
import { sayError, UsageError } from '../app/usage-error.ts'

const badUsage = 2

/** Every command of the product. Each is loaded when it is asked for: most need a part of the product only. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import('./start-command.ts')).startCommand(),
  gateway: async () => (await import('./gateway-command.ts')).gatewayCommand(),
  practice: async () => (await import('./practice-command.ts')).practiceCommand(),
  account: async () => (await import('./account-command.ts')).accountCommand(),
  guard: async () => (await import('./guard-command.ts')).guardCommand(),
  verify: async () => (await import('./verify-command.ts')).verifyCommand(),
  rehearse: async () => (await import('./rehearse-command.ts')).rehearseCommand(),
  journal: async () => (await import('./journal-command.ts')).journalCommand(),
  database: async () => (await import('./database-command.ts')).databaseCommand(),
  doctor: async () => (await import('./doctor-command.ts')).doctorCommand(),
}

/** The one that is named; all of them where none is, for what commander says then tells of all. */
const namesIn = ([, , named = '']: readonly string[]): readonly string[] =>
  Object.hasOwn(commands, named) ? [named] : Object.keys(commands)

/** @returns the exit code. */
async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('aristobot').description('Aristobot Exchange Gateway').version(about.version)
  for (const name of namesIn(argv)) {
    const command = await commands[name]?.()
    if (command !== undefined) program.addCommand(command, { isDefault: name === 'start' })
  }
  for (const command of allOf(program)) command.exitOverride().allowExcessArguments(false).enablePositionalOptions()
  try {
    await program.parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return explain(error)
  }
}

/** The whole life of the process. */
export async function main(): Promise<void> {
  outlive()
  process.exitCode = await run(process.argv)
  // Everything is closed by now; a handle that some library left open must not keep the process.
  setTimeout(() => process.exit(), 1000).unref()
}

const allOf = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(allOf)]

/** One sentence on standard error (commander has printed its own). */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badUsage
  console.error(sayError(error))
  return error instanceof UsageError ? badUsage : 1
}
