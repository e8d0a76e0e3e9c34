import { queryOptions } from '@tanstack/react-query'
import type { Language } from '../../src-shared/messages/index.ts'
import type { Texts } from './en.ts'

/** Loads a language's texts. @throws when its script cannot be fetched */
export const loadTexts: Readonly<Record<Language, () => Promise<Texts>>> = {
  en: async () => (await import('./en.ts')).en,
  fr: async () => (await import('./fr.ts')).fr,
}

/** A language's texts for a window that is open: asked for until they are there. */
export const textsQuery = (language: Language) =>
  queryOptions({
    queryKey: ['texts', language],
    queryFn: () => loadTexts[language](),
    staleTime: Infinity,
    gcTime: Infinity,
    retry: true,
    retryDelay: 2_000,
  })
