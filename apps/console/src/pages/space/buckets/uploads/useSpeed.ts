import { useEffect, useEffectEvent, useState } from 'react'

const SAMPLE_MS = 1_000
/** The speed is that of so many samples. */
const SAMPLES = 5

/** Bytes a second that `sent` grew by lately; 0 while it is not known. */
export function useSpeed(sent: number, active: boolean): number {
  const [samples, setSamples] = useState<readonly number[]>([])
  const sample = useEffectEvent(() => setSamples((before) => [...before, sent].slice(-SAMPLES)))
  useEffect(() => {
    if (!active) return
    const timer = setInterval(() => sample(), SAMPLE_MS)
    return () => {
      clearInterval(timer)
      setSamples([])
    }
  }, [active])
  const [first = 0, ...more] = samples
  return more.length === 0 ? 0 : Math.max(0, ((more.at(-1)! - first) / more.length) * (1000 / SAMPLE_MS))
}
