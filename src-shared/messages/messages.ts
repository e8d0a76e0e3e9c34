/** One file of sentences: each key in every language, side by side so that they stay in step. */
export type Messages = Readonly<Record<string, { readonly en: string; readonly fr: string }>>
