import type { z } from 'zod'
import type { CallInput, CallName, CallOutput, CallResult, Panel } from '../../src-shared/contract.ts'
import { contract } from '../../src-shared/contract.ts'
import { errorView, GatewayError } from '../../src-shared/errors.ts'
import { toWire } from '../../src-shared/wire.ts'
import type { CallHandler, CallHandlers, HandlerInput } from './call-handlers.ts'
import { accountCalls } from './calls/account-calls.ts'
import { brokerCalls } from './calls/broker-calls.ts'
import { databaseCalls } from './calls/database-calls.ts'
import { fillCalls } from './calls/fill-calls.ts'
import { gatewayCalls } from './calls/gateway-calls.ts'
import { guardCalls } from './calls/guard-calls.ts'
import { journalCalls } from './calls/journal-calls.ts'
import { marketCalls } from './calls/market-calls.ts'
import { newsCalls } from './calls/news-calls.ts'
import { orderCalls } from './calls/order-calls.ts'
import { portfolioCalls } from './calls/portfolio-calls.ts'
import { redisCalls } from './calls/redis-calls.ts'
import { verificationCalls } from './calls/verification-calls.ts'
import type { PanelServices } from './services.ts'
import { watchOn } from './watching.ts'

/**
 * The contract on this process's gateway, the same for the Electron window and the browser. Every input is checked
 * against its schema here, whoever brought it; every answer is plain wire data; nothing throws.
 */
export function createPanel(services: PanelServices): Panel {
  const handlers: CallHandlers = {
    ...accountCalls(services),
    ...verificationCalls(services),
    ...marketCalls(services),
    ...orderCalls(services),
    ...gatewayCalls(services),
    ...guardCalls(services),
    ...journalCalls(services),
    ...newsCalls(services),
    ...fillCalls(services),
    ...portfolioCalls(services),
    ...redisCalls(services),
    ...databaseCalls(services),
    ...brokerCalls(services),
  }
  return {
    async call<Name extends CallName>(name: Name, input: CallInput<Name>): Promise<CallResult<Name>> {
      try {
        const handler: CallHandler<Name> = handlers[name]
        const answer = await handler(inputOf(name, input))
        return { ok: true, value: toWire(answer) as CallOutput<Name> }
      } catch (error) {
        const view = errorView(error)
        if (view.class === 'bug') services.logBug(error, name)
        return { ok: false, error: view }
      }
    },
    subscribe: (listener) => services.events.subscribe(listener),
    watch: (name, input, listener) => watchOn(services.watching, name, input, listener),
  }
}

/** @throws GatewayError `refused` naming the first field that is wrong */
function inputOf<Name extends CallName>(name: Name, input: unknown): HandlerInput<Name> {
  const parsed = contract[name].input.safeParse(input)
  if (!parsed.success) throw inputError(parsed.error)
  return parsed.data as HandlerInput<Name>
}

/** The first thing wrong with an input, naming the field. The value itself is not repeated: it may be a secret. */
function inputError(error: z.ZodError): GatewayError {
  const issue = error.issues[0]
  const field = issue?.path.map(String).join('.') ?? ''
  return new GatewayError(
    'refused',
    'error.input',
    { field: field === '' ? 'input' : field, reason: issue?.message ?? 'invalid' },
    { field },
  )
}
