import { type Language, type MessageRef, sentence } from '../../src-shared/messages/index.ts'

/**
 * The sentence that Django shows to its user: never empty, and without the word "Timeout", which makes Django's own client keep silent
 * about it (wire-contract §3).
 */
export function errorText(error: MessageRef, language: Language): string {
  const text = sentence(error, language)
    .replaceAll(/time[\s-]?out/gi, language === 'fr' ? 'délai dépassé' : 'no answer in time')
    .trim()
  return text === '' ? sentence({ key: 'error.internal', params: {} }, language) : text
}
