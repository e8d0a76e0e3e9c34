import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type DatabaseLack, databaseUses } from '../../src-shared/database-options.ts'
import { Tag } from '../ui/parts.tsx'

/** What a database can be used for as it is, and the statements that would grant what is lacking. */
export function DatabaseLook({
  look: { lacks, grants },
}: {
  look: { readonly lacks: readonly DatabaseLack[]; readonly grants: readonly string[] }
}): ReactNode {
  const { t } = useTranslation()
  const absent = [...new Set(lacks.flatMap(nameOfAbsent))]
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
      </div>
      {absent.length > 0 && <p>{t('databaseOptions.absent', { names: absent.join(', ') })}</p>}
      {grants.length > 0 && <Grants statements={grants} />}
    </div>
  )
}

function nameOfAbsent({ table, column, lacks }: DatabaseLack): readonly string[] {
  if (lacks === 'table') return [table]
  return lacks === 'column' && column !== null ? [`${table}.${column}`] : []
}

function Grants({ statements }: { statements: readonly string[] }): ReactNode {
  const { t } = useTranslation()
  const [copied, setCopied] = useState(false)
  const text = statements.join('\n')
  return (
    <details className="json">
      <summary>{t('databaseOptions.grants')}</summary>
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
