import type { NewsKind } from '../../src-shared/trade-news.ts'

/** Frequencies in Hz, one after the other: rising for what went well, falling twice for trouble. */
const tones: Record<'well' | 'trouble', readonly number[]> = {
  well: [660, 880],
  trouble: [520, 390, 520, 390],
}
const toneS = 0.12
const loudness = 0.12

/** Tones nearer to each other than this would be noise. */
const apartMs = 1_000

let context: AudioContext | null = null
let last: { readonly kind: NewsKind; readonly at: number } | null = null

/** A short tone, if there was none a moment ago that said as much. */
export function playTone(kind: NewsKind): void {
  const now = performance.now()
  const saidAsMuch = last !== null && (last.kind === 'trouble' || kind !== 'trouble')
  if (saidAsMuch && now - (last?.at ?? 0) < apartMs) return
  last = { kind, at: now }
  soundOut(kind)
}

/** The tone of a kind; where the browser plays nothing (yet), silence. */
export function soundOut(kind: NewsKind): void {
  try {
    context ??= new AudioContext()
    // A page in which nobody has clicked yet may not be heard.
    void context.resume().catch(() => undefined)
    const begin = context.currentTime + 0.02
    const frequencies = tones[kind === 'trouble' ? 'trouble' : 'well']
    for (const [index, frequency] of frequencies.entries()) playOne(context, frequency, begin + index * toneS)
  } catch {
    // No sound on this machine.
  }
}

function playOne(audio: AudioContext, frequency: number, at: number): void {
  const oscillator = audio.createOscillator()
  const gain = audio.createGain()
  oscillator.type = 'sine'
  oscillator.frequency.value = frequency
  gain.gain.setValueAtTime(0, at)
  gain.gain.linearRampToValueAtTime(loudness, at + 0.01)
  gain.gain.linearRampToValueAtTime(0, at + toneS)
  oscillator.connect(gain).connect(audio.destination)
  oscillator.start(at)
  oscillator.stop(at + toneS)
}
