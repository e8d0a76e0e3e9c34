import { Command } from 'commander'
import type { KeyReport } from '../../src-shared/account.ts'
import type { AccountView } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { Accounts } from '../accounts/accounts.ts'
import { KeyChecker } from '../accounts/key-health.ts'
import { accountNotes } from '../app/account-notes.ts'
import type { NativeExchangeManager } from '../exchange/accounts/native-exchange-manager.ts'
import { cliOrigin } from './cli-origin.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openJournal } from './open-journal.ts'
import { printLine } from './print.ts'
import { openCommandAccounts, withClients } from './with-clients.ts'

interface Options extends CommonOptions {
  readonly allowWithdrawals?: boolean
}

const sampleSize = 5

/** `account test`: asks the exchange what the key may do; exit code 1 when it cannot be used. */
export function accountTestCommand(): Command {
  return withCommonOptions(new Command('test'))
    .description('ask the exchange what an account’s key may do, line by line')
    .argument('<account>', 'its name or id')
    .option('--allow-withdrawals', 'record that this key may withdraw funds, so that it is used all the same')
    .action(async (which: string, options: Options, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const opened = await openCommandAccounts(dataFolder)
      const { accounts } = opened
      const account = findAccount(accounts, which)
      if (options.allowWithdrawals === true) await acceptWithdrawals(account, accounts, dataFolder)
      await withClients(opened, account, async (manager) => {
        for await (const line of report(account, accounts, manager)) printLine(line)
      })
    })
}

async function acceptWithdrawals({ id, name }: AccountView, accounts: Accounts, folder: string): Promise<void> {
  const journal = openJournal(folder)
  try {
    await accounts.acceptWithdrawals(id)
    accountNotes(journal, cliOrigin)('credentials', id, { name, accepted: 'withdrawals' })
  } finally {
    journal.close()
  }
}

async function* report(
  account: AccountView,
  accounts: Accounts,
  manager: NativeExchangeManager,
): AsyncGenerator<string> {
  const { label } = exchangeProfiles[account.exchange]
  yield `account     ${account.name} (${label}, ${account.environment.kind})`
  try {
    const health = await new KeyChecker({ accounts, clients: manager }).check(account.id)
    if (health.state === 'failed') {
      process.exitCode = 1
      yield `result      failed: ${sentence(health.error.text, 'en')}`
      return
    }
    if (health.state === 'checked') yield* linesOf(health.report)
    const clock = manager.statusFor(account.id)?.clock ?? null
    if (clock !== null) yield `clock       ${clock.offsetMs} ms from ours`
    const balances = (await manager.clientFor(account.id).getBalance()).filter(({ total }) => !total.isZero())
    for (const { asset, total } of balances.slice(0, sampleSize)) yield `balance     ${total.toString()} ${asset}`
    if (balances.length === 0) yield 'balance     nothing'
    yield 'result      ok'
  } catch (error) {
    process.exitCode = 1
    yield `result      failed: ${toGatewayError(error).message}`
  }
}

function linesOf(report: KeyReport): readonly string[] {
  const { expiresAt } = report
  return [
    `key         accepted, account kind ${report.accountKind}`,
    `may read    ${yesNo(report.canRead)}`,
    `may trade   ${yesNo(report.canTrade)}`,
    `withdraw    ${yesNo(report.canWithdraw)}${report.canWithdraw === true ? ' — a trading key should not have this right' : ''}`,
    `IP bound    ${yesNo(report.ipRestricted)}`,
    ...(expiresAt === null ? [] : [`expires     ${new Date(expiresAt).toISOString()}`]),
    ...report.notes.map((note) => `note        ${sentence(note, 'en')}`),
  ]
}

const yesNo = (value: boolean | null): string => (value === null ? 'not told' : value ? 'yes' : 'no')
