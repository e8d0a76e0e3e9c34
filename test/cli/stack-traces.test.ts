import { expect, test } from 'vitest'
import { RunningCli } from './spawn-cli.ts'

/** The first thing that the command line does with standard output is to listen to it. */
const failing = `data:text/javascript,process.stdout.on = () => { throw new Error('as asked') }`

test('a stack trace of the built command line names the sources', async () => {
  const cli = new RunningCli(['doctor'], { nodeWords: ['--import', failing] })
  expect(await cli.ended).toBe(1)
  expect(cli.stderr).toMatch(/Error: as asked\n(.*\n)? +at outlive \(.*[/\\]src-main[/\\]\w+[/\\]outlive\.ts:\d+:\d+\)/)
  expect(cli.stderr).toMatch(/at main \(.*[/\\]src-main[/\\]cli[/\\]main\.ts:\d+:\d+\)/)
})
