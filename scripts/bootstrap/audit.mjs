import { npmCommand } from './decisions.mjs'
import { say, StageFailure } from './output.mjs'
import { capture } from './processes.mjs'

const limitMs = 30_000
const words = ['audit', '--json', '--audit-level=high', '--fetch-retries=0']

/**
 * Asks the registry for published weaknesses of the packages in the lock file. Where it does not answer (not every mirror does, and not every
 * machine reaches one), that is said and nothing is proved. @throws StageFailure that names what is weak
 */
export async function audit() {
  const { stdout } = await capture('npm audit', [...npmCommand(process.env), ...words], { limitMs })
  const verdict = readAudit(stdout)
  if (verdict.kind === 'skipped') say(`npm audit was skipped: ${verdict.reason}.`)
  if (verdict.kind === 'weak')
    throw new StageFailure(
      `npm audit found packages with known weaknesses:\n${verdict.packages.map((each) => `  ${each}\n`).join('')}CONTRIBUTING.md, “Dependencies”, says what to do.`,
    )
}

/** What the output of `npm audit --json` says, whatever its exit code: `clean`, `weak` (high or critical), or `skipped`: nothing. */
export function readAudit(stdout) {
  let report
  try {
    report = JSON.parse(stdout)
  } catch {
    return { kind: 'skipped', reason: `the registry gave no answer within ${limitMs / 1000} s` }
  }
  const { vulnerabilities } = report
  if (typeof vulnerabilities !== 'object' || vulnerabilities === null)
    return { kind: 'skipped', reason: report.message ?? report.error?.summary ?? 'npm gave no report' }
  const packages = Object.values(vulnerabilities)
    .filter(({ severity }) => severity === 'high' || severity === 'critical')
    .map(({ name, severity, via }) => `${name} (${severity}): ${(via ?? []).map(reason).join('; ')}`)
  return packages.length === 0 ? { kind: 'clean' } : { kind: 'weak', packages }
}

/** An advisory's title, or the name of the package that brings it. */
const reason = (via) => (typeof via === 'string' ? `through ${via}` : via.title)
