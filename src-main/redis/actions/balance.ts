import type { z } from 'zod'
import type { Balance } from '../../../src-shared/market.ts'
import type { balanceSchema } from '../schema/answers.ts'
import type { AnswerData } from '../schema/wire.ts'
import { type Action, asked, done } from './action.ts'

/** One asset of get_balance (docs/wire-contract.md §4.2), with the old scripts' names beside the portfolio's. */
type BalanceShape = AnswerData<z.infer<typeof balanceSchema>>

/** Balances by asset and nothing else: the portfolio takes every key for an asset. */
function balanceShape(balances: readonly Balance[]): Readonly<Record<string, BalanceShape>> {
  return Object.fromEntries(
    balances.map(({ asset, available, held, total }) => [
      asset,
      { available, frozen: held, total, free: available, used: held },
    ]),
  )
}

export const getBalance: Action = {
  needs: 'read',
  run: async ({ client, services, account }) => {
    const ask = (): Promise<readonly Balance[]> => client.getBalance()
    const told = await (services.live?.balances(account.id, ask) ?? asked(ask))
    return done(balanceShape(told.value), told.ageMs)
  },
}
