import { Command, CommanderError } from 'commander'
import about from '../../package.json' with { type: 'json' }
import { outlive } from '../app/outlive.ts'
import { sayError, UsageError } from '../app/usage-error.ts'
import { accountCommand } from './account-command.ts'
import { doctorCommand } from './doctor-command.ts'
import { gatewayCommand } from './gateway-command.ts'
import { guardCommand } from './guard-command.ts'
import { journalCommand } from './journal-command.ts'
import { practiceCommand } from './practice-command.ts'
import { startCommand } from './start-command.ts'
import { verifyCommand } from './verify-command.ts'

const badUsage = 2

/** Every command of the product. @returns the exit code. */
async function run(argv: readonly string[]): Promise<number> {
  const program = new Command('aristobot').description('Aristobot Exchange Gateway').version(about.version)
  program.addCommand(startCommand(), { isDefault: true })
  const commands = [
    gatewayCommand(),
    practiceCommand(),
    accountCommand(),
    guardCommand(),
    verifyCommand(),
    journalCommand(),
    doctorCommand(),
  ]
  for (const command of commands) program.addCommand(command)
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
