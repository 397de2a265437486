import type { Sink } from '@alcove/contract'
import { useState } from 'react'
import { serverNow } from '../../../clock.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { useFormat } from '../../../i18n/useFormat.ts'
import { levelAt, type SeenLag } from './levelAt.ts'

/** Looks at the lag: the last few minutes, at one every 5 s. */
const MOST = 36
const DAY_MS = 86_400_000

/** When a sink that is behind will have caught up, going by its lag since the page opened. */
export function LevelBy({ lagSeconds }: Pick<Sink, 'lagSeconds'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const [seen, setSeen] = useState<readonly SeenLag[]>([])
  if (seen.at(-1)?.lagSeconds !== lagSeconds) setSeen([...seen.slice(1 - MOST), { at: serverNow(), lagSeconds }])
  const at = levelAt(seen)
  if (at === null) return null
  const time = at - serverNow() < DAY_MS ? format.minute(at) : format.shortDay(at)
  return t('sinks.levelBy', { time })
}
