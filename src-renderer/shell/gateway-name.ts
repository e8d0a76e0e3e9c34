import type { AppInfo } from '../../src-shared/contract.ts'

/** What tells this gateway from others on the same desk: its name, or the folder that its data are in. */
export function gatewayName({ gatewayName: given, dataFolder }: AppInfo): string {
  return given ?? dataFolder.split(/[\\/]/).findLast((part) => part !== '') ?? dataFolder
}
