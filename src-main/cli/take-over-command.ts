import { Command, InvalidArgumentError, Option } from 'commander'
import { type RedisPermission, redisPermissions } from '../../src-shared/account.ts'
import type { DjangoBroker } from '../../src-shared/django-brokers.ts'
import { GatewayError } from '../../src-shared/errors.ts'
import { labelOf } from '../../src-shared/exchange-profiles.ts'
import { sentence } from '../../src-shared/messages/index.ts'
import { CommandError, UsageError } from '../app/usage-error.ts'
import type { TakeOver } from '../django/account-import.ts'
import { whenServed } from './account-add.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { ownPractice, practiceUrl } from './practice-account.ts'
import { printLine, warnLine } from './print.ts'
import { readWithSecret, withBrokers } from './with-brokers.ts'
import { aboutKey } from './with-key-checker.ts'

interface Options extends CommonOptions {
  readonly all: boolean
  readonly redisPermission: RedisPermission
  readonly practice?: string
  readonly allowWithdrawals?: boolean
}

/** `database take-over`: makes accounts of Django's brokers, their keys checked as in `account add`. */
export function takeOverCommand(): Command {
  return withCommonOptions(new Command('take-over'))
    .description('make accounts of Django’s brokers, with their keys; those go to the keychain')
    .argument('[broker...]', 'their ids in Django; see `npm run database -- accounts`', brokerId, [])
    .option('--all', 'all that are active in Django, and not here yet', false)
    .addOption(
      new Option('--redis-permission <what>', 'what requests over Redis may do')
        .choices(redisPermissions)
        .default('trade'),
    )
    .addOption(
      new Option(
        '--practice [url]',
        'do not let them trade at their exchanges, but on this application’s own practice exchange, or on the server at an address',
      )
        .argParser(practiceUrl)
        .preset(ownPractice),
    )
    .option('--allow-withdrawals', 'take keys although they may withdraw funds; they are refused otherwise')
    .addHelpText(
      'after',
      `
Django’s SECRET_KEY, where keys are encrypted, comes from the variable DJANGO_SECRET_KEY, is typed unseen, or is the first line of
standard input. It is not kept. Nothing in Django’s table is changed. Each key is shown to its exchange once before it is stored.
--practice on our own practice exchange needs no key.`,
    )
    .action(async (ids: readonly string[], options: Options, command: Command) => {
      if (ids.length > 0 === options.all) throw new UsageError('Name the brokers by their ids, or give --all.')
      const { dataFolder } = resolveCommon(options, command)
      await withBrokers(dataFolder, async ({ brokers }) => {
        const { secretKey, read } = await readWithSecret(brokers)
        const chosen = options.all ? read.brokers.filter(isWanted) : ids.map((id) => find(read.brokers, id))
        if (chosen.length === 0) printLine('All of Django’s active brokers that can be taken over are here already.')
        let failed = 0
        for (const broker of chosen) {
          try {
            const account = await brokers.takeOver({ ...howOf(options), secretKey, brokerId: broker.brokerId })
            printLine(`Took over ${account.name} (${labelOf(account.exchange)}, broker ${broker.brokerId}).`)
            for (const line of aboutKey(account)) warnLine(`  ${line}`)
          } catch (error) {
            if (!(error instanceof GatewayError || error instanceof CommandError)) throw error
            failed += 1
            warnLine(`${broker.name} (broker ${broker.brokerId}): ${wordsOf(error)}`)
          }
        }
        if (failed < chosen.length) printLine(`What was taken over: ${whenServed(dataFolder)}.`)
        if (failed > 0) process.exitCode = 1
      })
    })
}

const isWanted = ({ isActive, problem, here }: DjangoBroker): boolean => isActive && problem === null && here === null

function find(brokers: readonly DjangoBroker[], id: string): DjangoBroker {
  const broker = brokers.find(({ brokerId: each }) => each === id)
  if (broker === undefined) throw new CommandError(`Django has no broker ${id}; see \`npm run database -- accounts\`.`)
  return broker
}

function howOf({ redisPermission, practice, allowWithdrawals }: Options): Omit<TakeOver, 'brokerId' | 'secretKey'> {
  const place =
    practice === undefined
      ? ({ kind: 'exchange' } as const)
      : ({ kind: 'practice', url: practice === ownPractice ? null : practice } as const)
  return {
    place,
    redisPermission,
    thisRunOnly: false,
    acceptWithdrawals: allowWithdrawals === true,
    despiteOpenWork: false,
  }
}

function wordsOf(error: GatewayError | CommandError): string {
  if (error instanceof CommandError) return error.message
  const { text } = error
  const hint = text.key === 'account.key_can_withdraw' ? ' (--allow-withdrawals)' : ''
  return `${sentence(text, 'en')}${hint}`
}

function brokerId(text: string, before: readonly string[]): readonly string[] {
  if (!/^\d{1,19}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return [...before, text]
}
