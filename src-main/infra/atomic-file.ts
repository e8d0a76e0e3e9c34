import { randomUUID } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Replaces a file so that a crash or a full disk leaves the old or the new text, never a part: temporary file (mode
 * 0600), fsync, rename, fsync of the folder.
 */
export function writeFileAtomically(path: string, text: string): void {
  // Process numbers are the same in two containers.
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    withFile(temporary, 'wx', (fd) => {
      writeFileSync(fd, text)
      fsyncSync(fd)
    })
    renameSync(temporary, path)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
  // Makes the rename itself durable; Windows cannot open a folder, and needs it not.
  if (process.platform !== 'win32') withFile(dirname(path), 'r', fsyncSync)
}

function withFile(path: string, flags: 'wx' | 'r', work: (fd: number) => void): void {
  const fd = openSync(path, flags, 0o600)
  try {
    work(fd)
  } finally {
    closeSync(fd)
  }
}
