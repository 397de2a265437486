import { useMemo } from 'react'
import { createFormat, type Format } from './format.ts'
import { useTranslation } from './index.ts'

export function useFormat(): Format {
  const { language } = useTranslation()
  return useMemo(() => createFormat(language), [language])
}
