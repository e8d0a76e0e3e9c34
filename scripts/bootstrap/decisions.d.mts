export function isInstalled(lockText: string, installedText: string | null): boolean
export function npmCommand(environment: NodeJS.ProcessEnv): readonly string[]
export function installEnvironment(
  environment: NodeJS.ProcessEnv,
  modulesBin: string,
  separator: string,
): NodeJS.ProcessEnv
export function isDebian(osRelease: string): boolean
export interface SystemTool {
  readonly executable: string
  readonly package: string
}
export const processTestTools: readonly SystemTool[]
export const testTools: readonly SystemTool[]
export function missingPackages(
  tools: readonly SystemTool[],
  isThere: (executable: string) => boolean,
): readonly string[]
export function mayProvideRedis(environment: NodeJS.ProcessEnv, rest: readonly string[]): boolean
export function exitCodeOf(
  code: number | null,
  signal: NodeJS.Signals | null,
  signals: Readonly<Record<string, number>>,
): number
