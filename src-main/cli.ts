import { Command, CommanderError } from 'commander'
import { version } from '../package.json' with { type: 'json' }
import { accountCommand } from './cli/account-command.ts'
import { doctorCommand } from './cli/doctor-command.ts'
import { gatewayCommand } from './cli/gateway-command.ts'
import { guardCommand } from './cli/guard-command.ts'
import { journalCommand } from './cli/journal-command.ts'
import { outlive } from './app/outlive.ts'
import { practiceCommand } from './cli/practice-command.ts'
import { startCommand } from './cli/start-command.ts'
import { verifyCommand } from './cli/verify-command.ts'
import { sayError, UsageError } from './app/usage-error.ts'

const badUsage = 2

/** Node's entry: every command of the product. @returns the exit code. */
async function main(argv: readonly string[]): Promise<number> {
  const program = new Command('aristobot').description('Aristobot Exchange Gateway').version(version)
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
  for (const command of allOf(program))
    command.exitOverride().allowExcessArguments(false).enablePositionalOptions()
  try {
    await program.parseAsync(argv)
    return Number(process.exitCode ?? 0)
  } catch (error) {
    return explain(error)
  }
}

const allOf = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(allOf)]

/** One sentence on standard error (commander has printed its own). */
function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : badUsage
  console.error(sayError(error))
  return error instanceof UsageError ? badUsage : 1
}

outlive()
process.exitCode = await main(process.argv)
// Everything is closed by now; a handle that some library left open must not keep the process.
setTimeout(() => process.exit(), 1000).unref()
