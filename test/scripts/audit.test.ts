import { describe, expect, test } from 'vitest'
import { readAudit } from '../../scripts/bootstrap/audit.mjs'

const counts = { info: 0, low: 0, moderate: 0, high: 0, critical: 0, total: 0 }

/** A report of npm 11, shortened. */
const report = (...weak: readonly object[]): string =>
  JSON.stringify({
    auditReportVersion: 2,
    vulnerabilities: Object.fromEntries(weak.map((each) => [(each as { name: string }).name, each])),
    metadata: { vulnerabilities: counts, dependencies: { prod: 30, dev: 500, total: 530 } },
  })

const advisory = {
  source: 1096353,
  name: 'tar',
  dependency: 'tar',
  title: 'Arbitrary File Overwrite in tar',
  url: 'https://github.com/advisories/GHSA-j44m-qm6p-hp7m',
  severity: 'high',
  range: '<2.2.2',
}
const tar = { name: 'tar', severity: 'high', isDirect: false, via: [advisory], effects: ['node-gyp'] }
const nodeGyp = { name: 'node-gyp', severity: 'critical', isDirect: true, via: ['tar'], effects: [] }

describe('what npm audit says', () => {
  test('clean, when nothing is known', () => {
    expect(readAudit(report())).toEqual({ kind: 'clean' })
  })

  test.each(['info', 'low', 'moderate'])('clean, when it is only %s', (severity) => {
    expect(readAudit(report({ ...tar, severity }))).toEqual({ kind: 'clean' })
  })

  test('weak, with each package of high or critical severity and why', () => {
    expect(readAudit(report(tar, { ...tar, name: 'ms', severity: 'low' }, nodeGyp))).toEqual({
      kind: 'weak',
      packages: ['tar (high): Arbitrary File Overwrite in tar', 'node-gyp (critical): through tar'],
    })
  })

  const refused = '405 Method Not Allowed - POST https://registry.example/-/npm/v1/security/advisories/bulk'
  test.each([
    [
      'the registry has no audit',
      { message: refused, statusCode: 405, body: '', error: { summary: '', detail: '' } },
      refused,
    ],
    [
      'it cannot be reached',
      { message: 'request to https://registry.example failed, reason: connect ECONNREFUSED' },
      /ECONNREFUSED/,
    ],
    [
      'there is no lock file',
      { error: { code: 'ENOLOCK', summary: 'This command requires an existing lockfile.' } },
      /lockfile/,
    ],
    ['it says something else', {}, 'npm gave no report'],
  ] as const)('nothing, when %s', (_why, answer, reason) => {
    const verdict = readAudit(JSON.stringify(answer))
    expect(verdict).toMatchObject({ kind: 'skipped' })
    expect(verdict.kind === 'skipped' ? verdict.reason : '').toMatch(reason)
  })

  test('nothing, when it was stopped in the middle', () => {
    expect(readAudit('')).toEqual({ kind: 'skipped', reason: 'the registry gave no answer within 30 s' })
  })
})
