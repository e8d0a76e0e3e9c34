/** Whose orders are to be cancelled: those placed here by hand, those of bots, or every order the exchanges know. */
export const cancelScopes = ['mine', 'bots', 'everything'] as const
export type CancelScope = (typeof cancelScopes)[number]
