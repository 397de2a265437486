import { ArrowRight } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { ConfigurationChange } from './configurationChanges.ts'

/** "Memory 256 → 512", one line each. */
export function ConfigurationChanges({ changes }: { changes: readonly ConfigurationChange[] }) {
  const { t } = useTranslation()
  return (
    <ul>
      {changes.map((change) => (
        <li key={`${change.key} ${change.name}`} className="flex min-h-6 items-center gap-2">
          <span className={`shrink-0 text-fg-2 ${change.name ? 'mono' : ''}`}>
            {change.name ?? t(`fn.config.${LABELS[change.key]}`)}
          </span>
          <span className="mono cut text-fg-3 line-through">{change.before ?? t(`fn.config.${absent(change)}`)}</span>
          <ArrowRight size={12} strokeWidth={1.75} className="text-fg-3" aria-hidden="true" />
          <span className="mono cut">
            {change.after ??
              t(`fn.config.${change.key === 'cpus' || change.key === 'layers' ? absent(change) : 'removed'}`)}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What a setting that is not there means. */
const absent = ({ key }: ConfigurationChange) =>
  key === 'cpus' ? 'cpusByMemory' : key === 'layers' ? 'noLayers' : 'unset'

const LABELS = {
  runtime: 'runtime',
  handler: 'handler',
  memoryMb: 'memory',
  timeoutSeconds: 'timeout',
  tmpMb: 'tmp',
  cpus: 'cpus',
  minInstances: 'minInstances',
  maxInstances: 'maxInstances',
  concurrency: 'concurrency',
  idleTimeoutSeconds: 'idleTimeout',
  layers: 'layers',
  environment: 'environment',
  secrets: 'secrets',
} as const
