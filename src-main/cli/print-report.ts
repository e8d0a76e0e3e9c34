import { exchangeProfiles } from '../../src-shared/exchange-profiles.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import type { AssumptionResult, VerificationReport, VerificationStep, Verdict } from '../../src-shared/verification.ts'

const words: Readonly<Record<Verdict, string>> = {
  agrees: 'agrees',
  differs: 'DIFFERS',
  not_observed: 'not observed',
}

/** One step that has ended, as one line. */
export function stepLine({ title, state, remark }: VerificationStep): string {
  const said = remark === null ? '' : `: ${sentence(remark, 'en')}`
  return `${state.padEnd(8)} ${sentence(title, 'en')}${said}`
}

/** The whole report for a terminal: what was looked at, each assumption with its verdict, and what follows from it. */
export function reportLines(report: VerificationReport, path: string): readonly string[] {
  const { account, exchange, environment, accountKind, results, leftStanding, outcome } = report
  const { label } = exchangeProfiles[exchange]
  const kind = accountKind === null ? '' : `, ${accountKind}`
  const count = (verdict: Verdict): number => results.filter((each) => each.verdict === verdict).length
  const off = results.filter(({ switchedOff }) => switchedOff !== null)
  return [
    `account  ${account} (${label}, ${environment}${kind})`,
    ...results.flatMap(resultLines),
    `summary  ${count('agrees')} agree, ${count('differs')} differ, ${count('not_observed')} were not observed`,
    ...[...new Set(off.map(({ switchedOff }) => switchedOff))].map(
      (what) => `off      ${what ?? ''}: no longer used on ${account}, until you switch it on again`,
    ),
    ...leftStanding.map((order) => `STANDING ${order}: could not be shown to be gone; look for it at ${label}`),
    `result   ${outcome}`,
    `report   ${report.id} in ${path}`,
  ]
}

function resultLines({ verdict, assumption, id, source, remark, answer }: AssumptionResult): readonly string[] {
  const said = remark === null ? '' : ` (${sentence(remark, 'en')})`
  const line = `${words[verdict].padEnd(13)} ${id}: ${sentence(assumption, 'en')}${said} [${source}]`
  return verdict === 'differs' && answer !== null ? [line, `              ${answer}`] : [line]
}
