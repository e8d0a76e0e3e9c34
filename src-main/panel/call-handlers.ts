import type { z } from 'zod'
import type { CallName, Contract } from '../../src-shared/contract.ts'

/** What a call's handler gets: its input as the schema gives it out. */
export type HandlerInput<Name extends CallName> = z.output<Contract[Name]['input']>

/** What it gives back, before it becomes wire data. */
type HandlerAnswer<Name extends CallName> = Exclude<Contract[Name]['output'], undefined>

export type CallHandler<Name extends CallName> = (
  input: HandlerInput<Name>,
) => HandlerAnswer<Name> | Promise<HandlerAnswer<Name>>

/**
 * One handler for every call of a subject (a table of src-shared/contract/), or of all: leaving one out does not
 * compile.
 */
export type CallHandlers<Calls extends Partial<Contract> = Contract> = {
  readonly [Name in keyof Calls & CallName]: CallHandler<Name>
}
