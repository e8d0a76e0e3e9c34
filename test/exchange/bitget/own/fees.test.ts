import { describe, expect, it } from 'vitest'
import { feesOfFills, feesOfList, feesOfText } from '../../../../src-main/exchange/bitget/own/fees.ts'
import { Money } from '../../../../src-shared/money.ts'

const m = (text: string): Money => Money.parse(text)
const text = (value: unknown): unknown => JSON.parse(JSON.stringify(value))

describe('fees', () => {
  const detail = (value: object): string => JSON.stringify(value)

  it.each<[string, string, unknown]>([
    [
      'the new form wins; below zero is paid',
      detail({
        newFees: { c: 0, d: 0, deduction: false, r: -0.112079256, t: -0.112079256, totalDeductionFee: 0 },
        USDT: { deduction: false, feeCoinCode: 'ETH', totalDeductionFee: 0, totalFee: -0.2 },
      }),
      [{ asset: 'BTC', amount: '0.112079256' }],
    ],
    [
      'a part through BGB',
      detail({ newFees: { c: 0, d: -0.5, deduction: true, r: -0.1, t: -0.2, totalDeductionFee: -0.5 } }),
      [
        { asset: 'BTC', amount: '0.1' },
        { asset: 'BGB', amount: '0.5' },
      ],
    ],
    ['a rebate stays one', detail({ newFees: { d: 0, r: 0.01 } }), [{ asset: 'BTC', amount: '-0.01' }]],
    [
      'the old form alone',
      detail({ BTC: { deduction: false, feeCoinCode: 'BTC', totalDeductionFee: 0, totalFee: -0.0001 } }),
      [{ asset: 'BTC', amount: '0.0001' }],
    ],
    [
      'the old form with a deduction',
      detail({ BGB: { deduction: true, feeCoinCode: 'BGB', totalDeductionFee: -0.3, totalFee: 0 } }),
      [{ asset: 'BGB', amount: '0.3' }],
    ],
    ['all of it through a coupon', detail({ newFees: { c: -0.1, d: 0, r: 0, t: -0.1 } }), []],
    ['nothing told', '', null],
    ['no JSON', 'x', null],
    ['null', 'null', null],
    ['an empty object', '{}', null],
  ])('%s', (_name, value, expected) => {
    expect(text(feesOfText(value, 'BTC'))).toEqual(expected)
  })

  it('adds up fills, whose detail is an object', () => {
    const fill = (totalFee: string) => ({ feeCoin: 'USDT', totalFee: m(totalFee), totalDeductionFee: null })
    expect(text(feesOfFills([fill('-0.1'), fill('-0.2')]))).toEqual([{ asset: 'USDT', amount: '0.3' }])
  })

  it('takes v3’s for paid when they are above zero', () => {
    expect(
      text(
        feesOfList([
          { feeCoin: 'BTC', fee: m('0.001') },
          { feeCoin: '', fee: null },
        ]),
      ),
    ).toEqual([{ asset: 'BTC', amount: '0.001' }])
  })
})
