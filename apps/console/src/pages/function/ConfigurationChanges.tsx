import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConfigurationChange } from './configurationChanges.ts'

/** "Memory 256 → 512", one line each. */
export function ConfigurationChanges({ changes }: { changes: readonly ConfigurationChange[] }) {
  const { t } = useTranslation()
  return (
    <ul>
      {changes.map((change) => (
        <li key={change.name ?? change.key} className="flex min-h-6 items-center gap-2">
          <span className="shrink-0 text-fg-2">{change.name ?? t(`fn.config.${LABELS[change.key]}`)}</span>
          <span className="mono cut text-fg-3 line-through">{change.before ?? t('fn.config.unset')}</span>
          <ArrowRight size={12} strokeWidth={1.75} className="text-fg-3" aria-hidden="true" />
          <span className="mono cut">{change.after ?? t('fn.config.removed')}</span>
        </li>
      ))}
    </ul>
  )
}

const LABELS = {
  runtime: 'runtime',
  handler: 'handler',
  memoryMb: 'memory',
  timeoutSeconds: 'timeout',
  environment: 'environment',
} as const
