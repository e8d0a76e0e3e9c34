import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../src-shared/messages/index.ts'
import type { en, Texts } from './en.ts'
import { loadTexts } from './texts.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

/**
 * React escapes what it renders, so the texts are not escaped a second time.
 * @throws when the language's texts cannot be fetched
 */
export async function startI18n(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { [language]: { translation: await loadTexts[language]() } },
    interpolation: { escapeValue: false },
    returnNull: false,
  })
  document.documentElement.lang = language
}

/** The texts of the language that is shown, for what has to know whether there is one of some name. */
export function textsNow(): Texts {
  return i18next.getResourceBundle(i18next.language, 'translation') as Texts
}

export async function changeLanguage(language: Language, texts: Texts): Promise<void> {
  i18next.addResourceBundle(language, 'translation', texts)
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
}
