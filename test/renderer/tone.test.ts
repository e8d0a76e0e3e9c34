import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { playTone } from '../../src-renderer/alerts/tone.ts'

const heard: number[] = []

class SilentAudio {
  currentTime = 0
  destination = {}
  resume = (): Promise<void> => Promise.reject(new Error('nobody has clicked yet'))
  createOscillator = () => {
    const frequency = {
      set value(hertz: number) {
        heard.push(hertz)
      },
    }
    return { frequency, connect: () => ({ connect: () => undefined }), start: () => undefined, stop: () => undefined }
  }
  createGain = () => ({ gain: { setValueAtTime: () => undefined, linearRampToValueAtTime: () => undefined } })
}

let now = 10_000
beforeEach(() => {
  now += 10_000
  heard.length = 0
  vi.stubGlobal('AudioContext', SilentAudio)
  vi.spyOn(performance, 'now').mockImplementation(() => now)
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('trouble sounds otherwise than what went well', () => {
  playTone('exit')
  const well = heard.splice(0)
  now += 5_000
  playTone('trouble')
  expect(heard).not.toEqual(well)
})

test('many at once are one tone, but trouble is heard after what went well', () => {
  for (const kind of ['fill', 'fill', 'exit', 'fill'] as const) playTone(kind)
  expect(heard).toHaveLength(2)
  playTone('trouble')
  expect(heard).toHaveLength(6)
  playTone('trouble')
  playTone('fill')
  expect(heard).toHaveLength(6)
  now += 1_001
  playTone('fill')
  expect(heard).toHaveLength(8)
})
