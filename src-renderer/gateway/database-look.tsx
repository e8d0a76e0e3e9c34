import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  type DatabaseLack,
  type DatabaseRights,
  databaseUses,
  optionalUses,
} from '../../src-shared/database-options.ts'
import { Tag } from '../ui/parts.tsx'

/** What a database can be used for as it is, and the statements that would grant what is lacking. */
export function DatabaseLook({
  look: { lacks, grants, optional },
}: {
  look: DatabaseRights & { readonly optional: DatabaseRights }
}): ReactNode {
  const { t } = useTranslation()
  const absent = absentNames(lacks)
  return (
    <div className="stack">
      <div className="tags">
        {databaseUses.map((use) => {
          const isReady = lacks.every((lack) => lack.use !== use)
          return (
            <Tag
              key={use}
              tone={isReady ? 'good' : 'warn'}
              title={t(isReady ? 'databaseOptions.ready' : 'databaseOptions.notReady')}
            >
              {t(`databaseOptions.uses.${use}`)} {isReady ? '✓' : '✗'}
            </Tag>
          )
        })}
        {optionalUses.map((use) => {
          const isReady = optional.lacks.every((lack) => lack.use !== use)
          return (
            <Tag
              key={use}
              tone={isReady ? 'good' : 'plain'}
              title={t(isReady ? 'databaseOptions.ready' : 'databaseOptions.optionalHelp')}
            >
              {t(`databaseOptions.uses.${use}`)} {isReady ? '✓' : t('databaseOptions.optional')}
            </Tag>
          )
        })}
      </div>
      {absent.length > 0 && <p>{t('databaseOptions.absent', { names: absent.join(', ') })}</p>}
      {grants.length > 0 && <Grants statements={grants} title={t('databaseOptions.grants')} />}
      {optional.grants.length > 0 && (
        <Grants statements={optional.grants} title={t('databaseOptions.optionalGrants')} />
      )}
    </div>
  )
}

/** Tables and columns that are not there. */
export function absentNames(lacks: readonly DatabaseLack[]): readonly string[] {
  return [...new Set(lacks.flatMap(nameOfAbsent))]
}

function nameOfAbsent({ table, column, lacks }: DatabaseLack): readonly string[] {
  if (lacks === 'table') return [table]
  return lacks === 'column' && column !== null ? [`${table}.${column}`] : []
}

interface GrantsProps {
  readonly statements: readonly string[]
  readonly title: string
  readonly isOpen?: boolean
}

/** Statements for whoever owns the tables, to be copied. */
export function Grants({ statements, title, isOpen = false }: GrantsProps): ReactNode {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const text = statements.join('\n')
  return (
    <details className="json" open={isOpen}>
      <summary>{title}</summary>
      <pre>{text}</pre>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          void navigator.clipboard.writeText(text).then(() => setCopied(true))
        }}
      >
        {t(copied ? 'databaseOptions.copied' : 'databaseOptions.copy')}
      </Button>
    </details>
  )
}
