import type { LogLevel } from '@alcove/contract'
import { useId } from 'react'
import { LEVEL_COLORS, LEVEL_STRIPES } from './levelColors.ts'
import { Stripes } from '../../ui/Stripes.tsx'

/** How a level looks in the histogram. */
export function LevelSwatch({ level }: { level: LogLevel }) {
  const id = useId()
  const angle = LEVEL_STRIPES[level]
  return (
    <svg width="9" height="9" aria-hidden="true" className="inline-block shrink-0">
      {angle !== undefined && <Stripes id={id} color={LEVEL_COLORS[level]} angle={angle} />}
      <rect width="9" height="9" rx="2" fill={angle === undefined ? LEVEL_COLORS[level] : `url(#${id})`} />
    </svg>
  )
}
