export function ensureBuilt(force: boolean): Promise<void>
export function fingerprint(folder: string, names: readonly string[]): string
