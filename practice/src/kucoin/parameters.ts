import type { RawRequest } from '../host/raw-http.ts'
import { entriesOf, type Fault, RequestParameters } from '../host/request-parameters.ts'
import { badParameter, KuCoinError } from './kucoin-error.ts'

/** A request's parameters: from the query for GET and DELETE, from the JSON body for POST. */
export class Parameters extends RequestParameters {
  protected fault(name: string, fault: Fault): KuCoinError {
    return badParameter(fault === 'missing' ? `${name} can not be empty` : `${name} is invalid`)
  }
}

export function parametersOf(request: RawRequest): Parameters {
  if (request.method !== 'POST') return new Parameters(new Map(new URLSearchParams(request.rawQuery)))
  const body = request.body.toString('utf8')
  if (body === '') return new Parameters(new Map())
  try {
    return parametersFrom(JSON.parse(body))
  } catch (error) {
    if (error instanceof KuCoinError) throw error
    throw new KuCoinError('400000', 'Bad Request', 400)
  }
}

export function parametersFrom(record: unknown): Parameters {
  const entries = entriesOf(record)
  if (entries === null) throw badParameter('Bad Request')
  return new Parameters(new Map(entries))
}
