import { Command } from 'commander'
import { exchangeNamed } from '../../src-shared/account.ts'
import type { DjangoBroker, SecretStanding } from '../../src-shared/django-brokers.ts'
import { labelOf } from '../../src-shared/exchange-profiles.ts'
import { type CommonOptions, resolveCommon, withCommonOptions } from './common-options.ts'
import { printJson, printLine } from './print.ts'
import { textTable } from './text-table.ts'
import { readWithSecret, whyNot, withBrokers } from './with-brokers.ts'

interface Options extends CommonOptions {
  readonly json?: boolean
}

/** `database accounts`: Django's brokers, and how they stand to the accounts here. No secret is in it. */
export function databaseAccountsCommand(): Command {
  return withCommonOptions(new Command('accounts'))
    .description('list Django’s brokers, and which of them are accounts here')
    .option('--json', 'one line of JSON instead of a table')
    .addHelpText(
      'after',
      `
Where keys are encrypted, Django’s SECRET_KEY is asked for, to see whether they can be read and are those here: from the variable
DJANGO_SECRET_KEY, typed unseen, or the first line of standard input. It is not kept. Nothing in Django’s table is changed.`,
    )
    .action(async (options: Options, command: Command) => {
      const { dataFolder } = resolveCommon(options, command)
      await withBrokers(dataFolder, async ({ brokers }) => {
        const { read } = await readWithSecret(brokers)
        if (options.json === true) {
          printJson(read)
          return
        }
        if (read.brokers.length === 0) {
          printLine('Django has no brokers.')
          return
        }
        for (const line of table(read.brokers)) printLine(line)
        const about = secretTexts[read.secret]
        if (about !== null) printLine(about)
      })
    })
}

const secretTexts: Readonly<Record<SecretStanding, string | null>> = {
  not_needed: null,
  right: null,
  needed: 'Keys are encrypted; with Django’s SECRET_KEY they can be compared and taken over.',
  wrong: 'This SECRET_KEY opens none of the keys: it is not the one that Django uses.',
}

function table(brokers: readonly DjangoBroker[]): readonly string[] {
  return textTable([
    ['broker', 'user', 'name', 'exchange', 'environment', 'active', 'here'],
    ...brokers.map((broker) => {
      const exchange = exchangeNamed(broker.exchange)
      return [
        broker.brokerId,
        broker.userId,
        broker.name,
        exchange === null ? broker.exchange : labelOf(exchange),
        broker.environment ?? '—',
        broker.isActive ? 'yes' : 'no',
        standingOf(broker),
      ]
    }),
  ])
}

function standingOf(broker: DjangoBroker): string {
  const { here } = broker
  const why = whyNot(broker)
  if (here === null) return why === null ? 'no' : `no: ${why}`
  if (here.problem !== null) return why ?? ''
  return `${here.name}${hereTexts[here.key]}`
}

const hereTexts = {
  same: ', same key',
  other: ', with another key',
  missing: ', without a key',
  unknown: '',
} as const
