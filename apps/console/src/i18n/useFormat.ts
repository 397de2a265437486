import { useMemo } from 'react'
import { createFormat, type Format } from './format.ts'
import { useLanguage } from './index.ts'

export function useFormat(): Format {
  const language = useLanguage()
  return useMemo(() => createFormat(language), [language])
}
