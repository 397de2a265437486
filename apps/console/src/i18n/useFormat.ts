import { useMemo } from 'react'
import { createFormat, type Format } from './format.ts'
import { useLanguage } from './index.ts'
import { useTimeZone } from './timeZone.ts'

export function useFormat(): Format {
  const language = useLanguage()
  const timeZone = useTimeZone()
  return useMemo(() => createFormat(language, timeZone), [language, timeZone])
}
