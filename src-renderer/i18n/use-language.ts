import { useTranslation } from 'react-i18next'
import type { Language } from '../../src-shared/messages/index.ts'

/** The language the window speaks now. */
export function useLanguage(): Language {
  return useTranslation().i18n.language === 'fr' ? 'fr' : 'en'
}
