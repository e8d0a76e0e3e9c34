import { useTranslation } from 'react-i18next'
import { useLanguage } from '../i18n/use-language.ts'
import { errorText } from '../ui/error-text.ts'
import { notify } from '../ui/notify.ts'
import type { AccountView } from '../views.ts'

/** Says, once a key was stored, when its exchange could not be asked about it. */
export function useTellKeyChecked(): (account: AccountView) => void {
  const { t } = useTranslation()
  const language = useLanguage()
  return ({ name, health }) => {
    if (health.state === 'failed')
      notify(t('accounts.keyUnchecked', { name, reason: errorText(health.error, language, t) }))
  }
}
