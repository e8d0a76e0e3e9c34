import type { CallInput, CallName, Contract } from '../../src-shared/contract.ts'

/** What a call's handler gives back, before it becomes wire data. */
type CallAnswer<Name extends CallName> = Exclude<Contract[Name]['output'], undefined>

/** One handler for every call whose name fits `Names`: leaving one out does not compile. */
export type CallHandlers<Names extends string = CallName> = {
  readonly [Name in Extract<CallName, Names>]: (
    input: CallInput<Name>,
  ) => CallAnswer<Name> | Promise<CallAnswer<Name>>
}
