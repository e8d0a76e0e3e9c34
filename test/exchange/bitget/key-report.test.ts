import { describe, expect, it } from 'vitest'
import { credentialsReport } from '../../../src-main/exchange/bitget/key-report.ts'

const writes = 'coow cpow stow smow ttow wtow chow p2p pllw taxw'
const key = { ips: '', readOnly: null, accountKind: 'classic', uid: '7' }
const reads = { canTrade: false, canWithdraw: false, notes: [] }

describe('what a key may do', () => {
  it.each<[string, string[], boolean | null, object]>([
    ['reads only', ['readonly'], null, { canTrade: false, canWithdraw: false }],
    ['classic letters', ['stor', 'stow', 'coor'], null, { canTrade: true, canWithdraw: false }],
    ['words', ['read', 'spot_trade'], null, { canTrade: true, canWithdraw: false }],
    ['withdraws', ['trade', 'withdraw'], null, { canTrade: true, canWithdraw: true }],
    ['withdraws in other words', ['stow', 'spot_Withdraw_all'], null, { canTrade: true, canWithdraw: true }],
    ['withdraws in letters', ['stow', 'wwow'], null, { canTrade: true, canWithdraw: true }],
    ['a right that we do not know', ['stow', 'xyzw'], null, { canTrade: true, canWithdraw: null }],
    ['every right to read', 'coor cpor stor smor ttor wtor taxr chor p2pr pllr'.split(' '), null, reads],
    ['every right but one', `${writes} stor`.split(' '), null, { canTrade: true, canWithdraw: false }],
    ['every right', `${writes} wwow`.split(' '), null, { canTrade: true, canWithdraw: true }],
    ['nothing told', [], null, { canTrade: null, canWithdraw: null }],
    ['unified, to write', ['uta_mgt', 'uta_trade'], false, { canTrade: true, canWithdraw: false }],
    ['unified, to read', ['uta_mgt', 'uta_trade'], true, { canTrade: false, canWithdraw: false }],
    ['unified, without trade', ['uta_mgt'], false, { canTrade: false, canWithdraw: false }],
  ])('%s', (_name, rights, readOnly, expected) => {
    expect(credentialsReport({ ...key, rights, readOnly })).toMatchObject(expected)
  })

  it('names rights that it does not know, and tells whether the key is bound to addresses', () => {
    const report = credentialsReport({ ...key, rights: ['stow', 'xyzw'], ips: '1.2.3.4' })
    expect(report.notes.map(({ params }) => params.rights)).toEqual(['xyzw'])
    expect(report).toMatchObject({ ipRestricted: true, uid: '7' })
    expect(credentialsReport({ ...key, rights: ['stow'] })).toMatchObject({ ipRestricted: false, notes: [] })
  })
})
