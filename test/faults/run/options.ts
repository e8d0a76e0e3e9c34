import { parseArgs } from 'node:util'

/** The parts of `npm run faults`, in their order. */
const parts = ['crash', 'matrix', 'django', 'soak'] as const
export type Part = (typeof parts)[number]

export interface FaultOptions {
  readonly parts: readonly Part[]
  /** Of the soak. */
  readonly requests: number
  readonly seed: number
  /** Sets of processes that squares run on side by side. */
  readonly lanes: number
  /** Only squares whose row or column contains it; null: all. */
  readonly match: string | null
}

export const usage = `npm run faults -- [--only crash|matrix|django|soak] [--requests N] [--seed N] [--lanes N] [--match TEXT]

  --only      one part; may be given several times
  --requests  how many requests the soak sends (20000)
  --seed      what its chances begin with (1); the same seed asks the same things
  --lanes     squares side by side (4; most of the time they wait)
  --match     only squares whose row or column contains this`

/** @throws Error with a sentence when a word cannot be understood; null: somebody asked for help. */
export function optionsOf(words: readonly string[]): FaultOptions | null {
  const { values } = parseArgs({
    args: [...words],
    options: {
      only: { type: 'string', multiple: true },
      requests: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      lanes: { type: 'string', default: '4' },
      match: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  if (values.help) return null
  const only = values.only ?? parts
  const unknown = only.find((name) => !(parts as readonly string[]).includes(name))
  if (unknown !== undefined) throw new Error(`there is no part ${unknown}; there are ${parts.join(', ')}`)
  return {
    parts: parts.filter((part) => only.includes(part)),
    requests: count('requests', values.requests),
    seed: count('seed', values.seed),
    lanes: count('lanes', values.lanes),
    match: values.match ?? null,
  }
}

function count(name: string, text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`--${name} takes a whole number from 1, not ${text}`)
  return Number(text)
}
