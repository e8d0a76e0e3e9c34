import { message, type MessageKey, type MessageRef } from '../../../src-shared/messages/index.ts'
import type { Switchable } from '../../../src-shared/switched-off.ts'
import type { FactName } from '../facts.ts'

/** How it is told whether the exchange does what we rely on. */
export type Rule =
  /** Every answer of the endpoint has these fields (see `sightOf`). */
  | { readonly kind: 'fields'; readonly endpoint: string; readonly fields: readonly string[] }
  /** The endpoint is there for this account. */
  | { readonly kind: 'endpoint'; readonly endpoint: string }
  /** The endpoint answers with this text in it. */
  | { readonly kind: 'says'; readonly endpoint: string; readonly text: string }
  /** A step saw it happen, or not. `expected` null: either is provided for, and people want to know which. */
  | { readonly kind: 'fact'; readonly fact: FactName; readonly expected: boolean | null }

/** One thing that a client relies on. */
export interface Assumption {
  /** Stable: reports and accounts keep it. */
  readonly id: string
  readonly sentence: MessageRef
  readonly source: string
  readonly rule: Rule
  /** What may not be used where it does not hold; null: nothing that can be switched off. */
  readonly switchable: Switchable | null
  /** Only of accounts of this kind; null: of all. */
  readonly accountKind: string | null
  /** Whether only a run that trades can show it. */
  readonly traded: boolean
}

interface Options {
  readonly switchable?: Switchable
  readonly accountKind?: string
  readonly traded?: boolean
}

const common = ({
  switchable,
  accountKind,
  traded,
}: Options): Pick<Assumption, 'switchable' | 'accountKind' | 'traded'> => ({
  switchable: switchable ?? null,
  accountKind: accountKind ?? null,
  traded: traded ?? false,
})

/** The answers of an endpoint have these fields. */
export function fields(
  id: string,
  source: string,
  endpoint: string,
  names: readonly string[],
  options: Options = {},
): Assumption {
  const listed = names.map((name) => name.replaceAll('.[]', '[]').replaceAll('.@', '[…]').replaceAll('.*', '[…]'))
  return {
    id,
    source,
    sentence: message('verify.assumption.fields', { endpoint, fields: listed.join(', ') }),
    rule: { kind: 'fields', endpoint, fields: names },
    ...common(options),
  }
}

/** The endpoint answers this account. */
export function endpoint(id: string, source: string, path: string, options: Options = {}): Assumption {
  return {
    id,
    source,
    sentence: message('verify.assumption.endpoint', { endpoint: path }),
    rule: { kind: 'endpoint', endpoint: path },
    ...common(options),
  }
}

/** The endpoint answers with this code, which tells us something. */
export function says(id: string, source: string, path: string, text: string, options: Options = {}): Assumption {
  return {
    id,
    source,
    sentence: message('verify.assumption.says', { endpoint: path, text }),
    rule: { kind: 'says', endpoint: path, text },
    ...common(options),
  }
}

/** A step sees it: `expected` false where we rely on its not happening. */
export function behaviour(
  id: string,
  source: string,
  fact: FactName,
  sentence: MessageKey,
  options: Options & { readonly expected?: boolean | null } = {},
): Assumption {
  return {
    id,
    source,
    sentence: message(sentence),
    rule: { kind: 'fact', fact, expected: options.expected === undefined ? true : options.expected },
    ...common(options),
  }
}
