import modules from 'node:module'
import envPaths from 'env-paths'

/**
 * Has V8 keep what it compiles, in the user's own cache folder: a start compiles nothing that was compiled before. Where
 * that folder cannot be written, or a runtime is too old for it, it is compiled again each time, and nothing is said.
 */
export function keepCompiled(): void {
  const { enableCompileCache } = modules as Partial<typeof modules>
  enableCompileCache?.(envPaths('aristobot-exchange-gateway', { suffix: '' }).cache)
}
