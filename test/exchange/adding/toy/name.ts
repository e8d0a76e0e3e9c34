import type { ExchangeName } from '../../../../src-shared/account.ts'

/** A name of its own is step 1, which the compiler holds: the toy borrows one. */
export const name: ExchangeName = 'kraken'
