import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { AppInfo } from '../../src-shared/contract.ts'
import { useLanguage } from '../i18n/use-language.ts'
import { messageText } from '../ui/error-text.ts'

/** That keys cannot be kept on this machine, and why; nothing where they can. */
export function KeychainMissing({ keychain }: { keychain: AppInfo['keychain'] }): ReactNode {
  const { t } = useTranslation()
  const language = useLanguage()
  if (keychain.available) return null
  const ref = { key: 'keychain.unavailable', params: { reason: keychain.reason ?? '—' } } as const
  return <div className="note warn">{messageText(ref, language, t)}</div>
}
