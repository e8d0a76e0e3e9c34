import { randomUUID } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { hostname } from 'node:os'

/**
 * Names the machine such that equal names mean the same process ids: on Linux one boot and one space of process ids,
 * for containers may bear one host name. null: that cannot be told.
 */
export function machineName(): string | null {
  if (process.platform !== 'linux') return hostname()
  try {
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${readlinkSync('/proc/self/ns/pid')}`
  } catch {
    return null
  }
}

/** Names a gateway, of this run, among all that a person may have. */
export function gatewayName(): string {
  return `${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`
}

/** Whether no process has this id now. */
export function isDeadProcess(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    // Anything else means that there is one, of somebody else.
    return (error as NodeJS.ErrnoException).code === 'ESRCH'
  }
}
