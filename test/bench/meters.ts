import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** The processor time that a process has used so far, in ms: the scheduler's count of each of its threads. Linux only. */
export async function cpuMsOf(pid: number): Promise<number> {
  const threads = await readdir(`/proc/${pid}/task`)
  const times = await Promise.all(threads.map((thread) => cpuNsOf(`/proc/${pid}/task/${thread}/schedstat`)))
  return times.reduce((sum, each) => sum + each, 0) / 1e6
}

/** Of a thread that has just ended: none, so that short-lived ones do not count. */
async function cpuNsOf(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '0')
  return Number(text.split(' ', 1)[0])
}

/** The memory that a process holds (resident), in MB. Linux only. */
export async function memoryMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1_024
}

/**
 * How often a process synced a file to the disk while `work` ran, and how long that took in all, in ms; null: this
 * machine has no strace.
 */
export async function syncsOf(
  pid: number,
  work: () => Promise<void>,
): Promise<{ readonly count: number; readonly ms: number } | null> {
  const words = ['-f', '-qq', '-T', '-e', 'trace=fsync,fdatasync', '-p', String(pid)]
  const tracer = spawn('strace', words, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  tracer.stderr.setEncoding('utf8').on('data', (chunk: string) => (said += chunk))
  const ended = once(tracer, 'close').catch(() => null)
  const began = await Promise.race([delay(500, true), ended.then(() => false)])
  if (!began) return null
  await work()
  tracer.kill('SIGINT')
  await ended
  const times = [...said.matchAll(/(?:fsync|fdatasync)\(.*?<([\d.]+)>/g)].map(([, s]) => Number(s) * 1_000)
  return { count: times.length, ms: times.reduce((sum, each) => sum + each, 0) }
}

/** What Node itself holds without a program, in MB. */
export async function bareNodeMb(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
  await delay(1_000)
  try {
    return await memoryMbOf(child.pid ?? 0)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'close')
  }
}
