import { Command } from 'commander'
import type { AccountView } from '../../src-shared/contract.ts'
import { toGatewayError } from '../../src-shared/errors.ts'
import { NativeExchangeManager } from '../exchange/native-exchange-manager.ts'
import { InProcessPractice, isServedHere } from '../in-process-practice.ts'
import { openLog } from '../log.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { findAccount } from './find-account.ts'
import { openAccounts } from './open-accounts.ts'
import { printLine } from './print.ts'

const sampleSize = 5

/** `account test`: asks the exchange what the key may do; exit code 1 when it cannot be used. */
export function accountTestCommand(): Command {
  return withCommonOptions(new Command('test'))
    .description('ask the exchange what an account’s key may do, line by line')
    .argument('<account>', 'its name or id')
    .action(async (which: string, options: CommonOptions, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      const practice = new InProcessPractice()
      const accounts = await openAccounts(dataFolder, practice)
      const account = findAccount(accounts, which)
      const manager = new NativeExchangeManager({
        connections: accounts.connectionFor,
        logger: openLog(dataFolder),
      })
      try {
        if (isServedHere(account)) await practice.open(account, accounts)
        for await (const line of report(account, manager)) printLine(line)
      } finally {
        await manager.close()
        await practice.close()
      }
    })
}

async function* report(account: AccountView, manager: NativeExchangeManager): AsyncGenerator<string> {
  yield `account     ${account.name} (${account.exchange}, ${account.environment.kind})`
  try {
    const client = manager.clientFor(account.id)
    const rights = await client.checkCredentials()
    yield `key         accepted, account kind ${rights.accountKind}`
    yield `may read    ${yesNo(rights.canRead)}`
    yield `may trade   ${yesNo(rights.canTrade)}`
    yield `withdraw    ${yesNo(rights.canWithdraw)}${rights.canWithdraw === true ? ' — a trading key should not have this right' : ''}`
    yield `IP bound    ${yesNo(rights.ipRestricted)}`
    const clock = manager.statusFor(account.id)?.clock ?? null
    if (clock !== null) yield `clock       ${clock.offsetMs} ms from ours`
    const balances = (await client.getBalance()).filter(({ total }) => !total.isZero())
    for (const { asset, total } of balances.slice(0, sampleSize))
      yield `balance     ${total.toString()} ${asset}`
    if (balances.length === 0) yield 'balance     nothing'
    yield 'result      ok'
  } catch (error) {
    process.exitCode = 1
    yield `result      failed: ${toGatewayError(error).message}`
  }
}

const yesNo = (value: boolean | null): string => (value === null ? 'not told' : value ? 'yes' : 'no')
