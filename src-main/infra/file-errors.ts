import { GatewayError } from '../../src-shared/errors.ts'

/** The file was written by a later version of the application: not damage, and not ours to touch. */
export class FileTooNewError extends Error {
  constructor(file: string, version: number, known: number) {
    super(
      `${file} was written by a later version of this application (version ${version}; this one knows up to ${known}). Use that version, or give another folder with --data.`,
    )
    this.name = 'FileTooNewError'
  }
}

/** Why a file could not be written, as far as a person can do something about it. */
export type WriteTrouble = 'disk_full' | 'locked' | 'not_writable'

const errnoTroubles: Readonly<Record<string, WriteTrouble>> = {
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EACCES: 'not_writable',
  EPERM: 'not_writable',
  EROFS: 'not_writable',
  EISDIR: 'not_writable',
  ENOTDIR: 'not_writable',
  ENOENT: 'not_writable',
  EMFILE: 'not_writable',
  ENFILE: 'not_writable',
  EIO: 'not_writable',
}

/** SQLITE_BUSY, _LOCKED, _READONLY, _IOERR, _FULL, _CANTOPEN. */
const sqliteTroubles: Readonly<Record<number, WriteTrouble>> = {
  5: 'locked',
  6: 'locked',
  8: 'not_writable',
  10: 'not_writable',
  13: 'disk_full',
  14: 'not_writable',
}

/** null: the error says nothing about the file. */
export function writeTroubleOf(error: unknown): WriteTrouble | null {
  const { code, errcode } = error as { readonly code?: unknown; readonly errcode?: unknown }
  if (typeof errcode === 'number') return sqliteTroubles[errcode & 0xff] ?? null
  return typeof code === 'string' ? (errnoTroubles[code] ?? null) : null
}

/** The error as a sentence about the file where it is one about the file; else as it is. Nothing was changed. */
export function asFileError(error: unknown, file: string): unknown {
  const trouble = writeTroubleOf(error)
  return trouble === null ? error : new GatewayError('retryable', `file.${trouble}`, { file }, { cause: error })
}
