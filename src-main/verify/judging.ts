import { message, type MessageRef } from '../../src-shared/messages/index.ts'
import type { Switchable } from '../../src-shared/switched-off.ts'
import type { AssumptionResult, Verdict } from '../../src-shared/verification.ts'
import type { ExchangeAnswer, Answers } from './answers.ts'
import type { Assumption, Rule } from './assumptions/assumption.ts'
import type { Facts } from './facts.ts'
import { sightOf } from './fields.ts'

/** What there is to judge from. */
export interface Observed {
  readonly answers: Answers
  readonly facts: Facts
  /** The traded market's own id at the exchange; null: none was chosen yet. */
  readonly nativeId: string | null
  /** What the account may not use now. */
  readonly switchedOff: readonly Switchable[]
  /** Why nothing is traded; null: it is. */
  readonly untraded: MessageRef | null
  /** An answer as the report keeps it. */
  readonly print: (answer: ExchangeAnswer, about?: string) => string
}

interface Judgement {
  readonly verdict: Verdict
  readonly answer: string | null
  readonly remark: MessageRef | null
}

/** What the exchange did of what we rely on. Pure. */
export function judge(assumption: Assumption, observed: Observed): AssumptionResult {
  const { id, sentence, source, switchable } = assumption
  const judged = judgementOf(assumption.rule, observed)
  const untraded = judged.verdict === 'not_observed' && assumption.traded ? observed.untraded : null
  const isOff = judged.verdict === 'not_observed' && switchable !== null && observed.switchedOff.includes(switchable)
  return {
    id,
    assumption: sentence,
    source,
    ...judged,
    ...(untraded && { remark: untraded }),
    ...(isOff && { remark: message('verify.remark.switched_off') }),
    switchedOff: judged.verdict === 'differs' ? switchable : null,
  }
}

function judgementOf(rule: Rule, observed: Observed): Judgement {
  switch (rule.kind) {
    case 'fields':
      return judgeFields(rule, observed)
    case 'endpoint':
      return judgeEndpoint(rule.endpoint, observed)
    case 'says': {
      const asked = observed.answers.to(rule.endpoint)
      const said = asked.find(({ text }) => text.includes(rule.text))
      if (said !== undefined) return { verdict: 'agrees', answer: observed.print(said), remark: null }
      const other = asked.findLast(({ kind }) => kind !== 'none')
      if (other === undefined) return unanswered(asked, observed.print)
      const answer = observed.print(other)
      return { verdict: 'differs', answer, remark: message('verify.remark.does_not') }
    }
    case 'fact': {
      const fact = observed.facts.get(rule.fact)
      if (fact === null) return unseen('verify.remark.not_reached')
      const { holds, answer, remark } = fact
      if (holds === null) return { verdict: 'not_observed', answer, remark }
      if (rule.expected === null)
        return {
          verdict: 'agrees',
          answer,
          remark: message(holds ? 'verify.remark.does' : 'verify.remark.does_not'),
        }
      if (holds === rule.expected) return { verdict: 'agrees', answer, remark }
      const otherwise = message(holds ? 'verify.remark.does' : 'verify.remark.does_not')
      return { verdict: 'differs', answer, remark: remark ?? otherwise }
    }
  }
}

function judgeFields(
  { endpoint, fields }: Extract<Rule, { kind: 'fields' }>,
  { answers, nativeId, print }: Observed,
): Judgement {
  const asked = answers.to(endpoint)
  const answered = asked.filter(({ kind }) => kind === 'answered')
  if (answered.length === 0) return unanswered(asked, print)
  const about = fields.some((field) => field.includes('@')) ? nativeId : null
  if (about === null && fields.some((field) => field.includes('@'))) return unseen('verify.remark.not_reached')
  const seen = new Map<string, ExchangeAnswer>()
  for (const field of fields) {
    for (const answer of answered) {
      const sight = sightOf(answer.body, field, about ?? '')
      if (sight === 'missing')
        return {
          verdict: 'differs',
          answer: print(answer, about ?? undefined),
          remark: message('verify.remark.field_missing', { field }),
        }
      if (sight === 'there') seen.set(field, answer)
    }
  }
  const shown = fields.map((field) => seen.get(field)).find((answer) => answer !== undefined)
  if (shown === undefined) {
    const [first] = answered
    return { ...unseen('verify.remark.empty'), answer: first === undefined ? null : print(first) }
  }
  return { verdict: 'agrees', answer: print(shown, about ?? undefined), remark: null }
}

function judgeEndpoint(endpoint: string, { answers, print }: Observed): Judgement {
  const asked = answers.to(endpoint)
  const answered = asked.find(({ kind }) => kind === 'answered')
  if (answered !== undefined) return { verdict: 'agrees', answer: print(answered), remark: null }
  const refused = asked.findLast(({ kind }) => kind === 'refused')
  // 401 and 403 say something of the key, not of the endpoint.
  if (refused === undefined || refused.status === 401 || refused.status === 403) return unanswered(asked, print)
  return { verdict: 'differs', answer: print(refused), remark: message('verify.remark.refused') }
}

function unanswered(asked: readonly ExchangeAnswer[], print: Observed['print']): Judgement {
  const last = asked.at(-1)
  if (last === undefined) return unseen('verify.remark.not_asked')
  return { ...unseen('verify.remark.no_answer'), answer: print(last) }
}

type Unseen =
  'verify.remark.not_reached' | 'verify.remark.not_asked' | 'verify.remark.no_answer' | 'verify.remark.empty'

function unseen(key: Unseen): Judgement {
  return { verdict: 'not_observed', answer: null, remark: message(key) }
}
