import { z } from 'zod'
import type { ExchangeName } from '../../src-shared/account.ts'
import type { Heard } from '../exchange/http/evidence.ts'
import { parseLargeJson } from '../exchange/http/json.ts'

/** One answer. */
export interface ExchangeAnswer extends Heard {
  /** Read when it is first looked at; undefined: it is not JSON. */
  readonly body: unknown
  /**
   * `answered`: what was asked. `refused`: the exchange says no. `none`: it was busy, the key may not, or no whole
   * answer came.
   */
  readonly kind: 'answered' | 'refused' | 'none'
}

const coded = z.looseObject({ code: z.union([z.string(), z.number()]).transform(String) })
const listed = z.looseObject({ error: z.array(z.string()) })

/** Whether a parsed answer of HTTP 200 is what was asked, by each exchange's own frame. */
const isSuccess: Readonly<Record<ExchangeName, (body: unknown) => boolean>> = {
  binance: (body) => !coded.safeParse(body).success,
  bitget: (body) => coded.safeParse(body).data?.code === '00000',
  kucoin: (body) => coded.safeParse(body).data?.code === '200000',
  kraken: (body) => listed.safeParse(body).data?.error.every((text) => text.startsWith('W')) === true,
}

const busyStatuses = new Set([408, 418, 425, 429])
/** Says nothing of the endpoint: the exchange is busy, or the key may not ask. */
const besideThePoint =
  /rate limit|throttled|too many|unavailable|permission|not authori[sz]ed|forbidden|invalid ip|"code":"?(?:429000|429|1015|400006|400007)\b/i
/** Lists of everything are not read twice only to know that they are no error. */
const tooLongForAnError = 1_000_000

/** Everything that an exchange answered during a run, oldest first. */
export class Answers {
  readonly #exchange: ExchangeName
  readonly #all: ExchangeAnswer[] = []

  constructor(exchange: ExchangeName) {
    this.#exchange = exchange
  }

  add(heard: Heard): void {
    let body: { readonly value: unknown } | null = null
    const read = (): unknown => {
      body ??= { value: heard.status === null ? undefined : parsed(heard.text) }
      return body.value
    }
    this.#all.push({
      ...heard,
      get body() {
        return read()
      },
      kind: this.#kindOf(heard, read),
    })
  }

  /** To an endpoint such as `GET /api/v3/order`; `{id}` at its end stands for any id. */
  to(endpoint: string): readonly ExchangeAnswer[] {
    const pattern = patternOf(endpoint)
    return this.#all.filter(({ method, path }) => pattern.test(`${method} ${path}`))
  }

  /** How many there are: a mark to come back to with {@link since}. */
  get count(): number {
    return this.#all.length
  }

  since(mark: number): readonly ExchangeAnswer[] {
    return this.#all.slice(mark)
  }

  #kindOf({ status, text }: Heard, read: () => unknown): ExchangeAnswer['kind'] {
    if (status === null || status >= 500 || busyStatuses.has(status)) return 'none'
    if (status === 200 && (text.length > tooLongForAnError || isSuccess[this.#exchange](read()))) return 'answered'
    return text.length < 2_000 && besideThePoint.test(text) ? 'none' : 'refused'
  }
}

function parsed(text: string): unknown {
  try {
    return parseLargeJson(text)
  } catch {
    return undefined
  }
}

const patterns = new Map<string, RegExp>()

function patternOf(endpoint: string): RegExp {
  const known = patterns.get(endpoint)
  if (known !== undefined) return known
  const escaped = endpoint.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`)
  // An id has a digit; the names of neighbouring endpoints have none.
  const pattern = new RegExp(`^${escaped.replaceAll('{id}', String.raw`(?=[^/]*\d)[^/]+`)}$`)
  patterns.set(endpoint, pattern)
  return pattern
}
