import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from 'playwright-core'

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export interface TestBrowser {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors and warnings, uncaught errors and policy violations since this was last asked. */
  takeComplaints(): readonly string[]
  close(): Promise<void>
}

/**
 * Debian's Chromium with a profile of its own, at the size that the panel is laid out for.
 * @param flags of Chromium's command line, besides those that every test has
 */
export async function openBrowser(
  size = { width: 1440, height: 900 },
  flags: readonly string[] = [],
): Promise<TestBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'aristobot-chromium-'))
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: [...args, ...flags],
    viewport: size,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  })
  const complaints: string[] = []
  const page = context.pages()[0] ?? (await context.newPage())
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`))
  await context.addInitScript(
    `document.addEventListener('securitypolicyviolation', (event) =>
      console.error('CSP ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample))`,
  )
  return {
    page,
    context,
    takeComplaints: () => complaints.splice(0),
    async close() {
      await context.close()
      await rm(profile, { recursive: true, force: true })
    },
  }
}

interface AxeResults {
  readonly violations: readonly {
    readonly id: string
    readonly impact: string | null
    readonly help: string
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
  }[]
}

const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** The rules of axe-core that look at colours: all that another theme can break. */
export const colourRules = ['color-contrast', 'link-in-text-block']

/**
 * What axe-core finds on the page that is serious or critical, one line each. Injected by the debugger, which no policy
 * stops. `rules`: only these.
 */
export async function seriousAxeViolations(
  page: Page,
  rules: readonly string[] | null = null,
): Promise<readonly string[]> {
  if (!(await page.evaluate<boolean>("'axe' in window"))) await page.evaluate(await axeSource)
  const options = { resultTypes: ['violations'], ...(rules !== null && { runOnly: rules }) }
  const results: AxeResults = await page.evaluate(`axe.run(${JSON.stringify(options)})`)
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${id}: ${help} — ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`)
}
