import { Checkbox, PasswordInput } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

interface SecretProps {
  readonly label: string
  readonly value: string
  readonly isStored: boolean
  readonly forget: boolean
  readonly onChange: (value: string, forget: boolean) => void
}

/** A password on its way in; of a stored one only that it is there. */
export function SecretField({ label, value, isStored, forget, onChange }: SecretProps): ReactNode {
  const { t } = useTranslation()
  return (
    <div className="grow stack">
      <PasswordInput
        label={label}
        description={t(isStored && !forget ? 'redisOptions.passwordStored' : 'redisOptions.passwordHelp')}
        value={value}
        autoComplete="off"
        maxLength={4_096}
        visibilityToggleButtonProps={{ 'aria-hidden': true, tabIndex: -1 }}
        onChange={(event) => onChange(event.currentTarget.value, forget)}
      />
      {isStored && value === '' && (
        <Checkbox
          size="xs"
          label={t('redisOptions.forget', { label })}
          checked={forget}
          onChange={(event) => onChange(value, event.currentTarget.checked)}
        />
      )}
    </div>
  )
}
