import { Command } from 'commander'
import { defaultDataFolder } from '../app/data-folder.ts'
import { readSettings } from '../app/settings.ts'
import { checkOldTerminal } from './check-old-terminal.ts'
import { type CommonOptions, resolveRedis, withCommonOptions } from './common-options.ts'
import {
  accountsOf,
  checkAccounts,
  checkClock,
  checkDatabase,
  checkDataFolder,
  checkElectron,
  checkJournal,
  checkKeychain,
  checkNode,
  checkRedis,
  clockSourcesOf,
  type DoctorFinding,
  openVault,
} from './doctor-checks.ts'
import { printLine } from './print.ts'

/** `doctor`: a line a thing, `ok`, `warning`, `missing` or `damaged`; exit code 1 after one of the last two. */
export function doctorCommand(): Command {
  return withCommonOptions(new Command('doctor'))
    .description(
      'check what the gateway needs: Node, data folder, journal, keychain, Redis, Django’s database, Electron, clock',
    )
    .addHelpText(
      'after',
      `
Exit code 1 when something is missing (Node 24, a data folder that can be written, a keychain, without which real API keys can be
kept for one run only, or a Redis) or when the journal is damaged. Practice accounts work without keychain, Redis and network.`,
    )
    .action(async (options: CommonOptions) => {
      const folder = options.data ?? defaultDataFolder()
      const { accounts, problem } = await accountsOf(folder)
      const vault = openVault()
      const settings = readSettings(folder)
      const checks: readonly (() => DoctorFinding | null | Promise<DoctorFinding | null>)[] = [
        checkNode,
        () => checkDataFolder(folder),
        () => checkJournal(folder),
        () => checkKeychain(vault),
        () => checkRedis(resolveRedis(options), settings.redis, vault, folder),
        () => checkOldTerminal(resolveRedis(options), settings.redis, vault, folder),
        () => checkDatabase(settings.database, vault, folder),
        checkElectron,
        () => checkAccounts(accounts, problem),
        ...clockSourcesOf(accounts).map((source) => () => checkClock(source)),
      ]
      const findings = checks.map((check) => Promise.resolve().then(check))
      for (const finding of findings) {
        const found = await finding
        if (found === null) continue
        const { state, what, text } = found
        printLine(`${state.padEnd(7)}  ${what.padEnd(17)}  ${text}`)
        if (state === 'missing' || state === 'damaged') process.exitCode = 1
      }
    })
}
