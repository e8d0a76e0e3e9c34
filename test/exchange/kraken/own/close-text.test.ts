import { expect, it } from 'vitest'
import { closeOf } from '../../../../src-main/exchange/kraken/own/close-text.ts'

const leg = (triggerPrice: string, limitPrice: string | null = null): object => ({ triggerPrice, limitPrice })

it.each([
  ['close position @ stop loss 36000.0', { takeProfit: null, stopLoss: leg('36000') }],
  ['close position @ take profit 46000.0 -> limit 45900.0', { takeProfit: leg('46000', '45900'), stopLoss: null }],
  ['close position @ stop loss -5.0%', null],
  ['close position @ limit 46000', null],
  ['', null],
])('reads %j', (text, exits) => {
  expect(JSON.parse(JSON.stringify(closeOf(text)))).toEqual(exits)
})
