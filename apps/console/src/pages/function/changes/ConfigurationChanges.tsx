import { ArrowRight } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import type { ConfigurationChange } from './configurationChanges.ts'

/** "Memory 256 → 512", one line per change. */
export function ConfigurationChanges({ changes }: { changes: readonly ConfigurationChange[] }) {
  const { t } = useTranslation()
  const worded = (change: ConfigurationChange, value: string | null, gone: 'unset' | 'removed') => {
    if (value === null) return t(`fn.config.${absent(change, gone)}`)
    if (change.key !== 'secrets') return value
    return t(value === 'replaced' ? 'fn.config.secretReplaced' : 'fn.config.secretSet')
  }
  return (
    <ul>
      {changes.map((change) => {
        const before = worded(change, change.before, 'unset')
        const after = worded(change, change.after, 'removed')
        return (
          <li key={`${change.key} ${change.name}`} className="flex min-h-6 items-center gap-2">
            <span className={`shrink-0 text-fg-2 ${change.name ? 'mono' : ''}`}>
              {change.name ?? t(`fn.${LABELS[change.key]}`)}
            </span>
            <span className="mono cut text-fg-3 line-through" title={before}>
              {before}
            </span>
            <ArrowRight size={12} className="text-fg-3" />
            <span className="mono cut" title={after}>
              {after}
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** What an unset value means. */
const absent = ({ key }: ConfigurationChange, gone: 'unset' | 'removed') =>
  key === 'cpus' ? 'cpusByMemory' : key === 'layers' ? 'noLayers' : gone

const LABELS = {
  runtime: 'config.runtime',
  handler: 'config.handler',
  memoryMb: 'config.memory',
  timeoutSeconds: 'config.timeout',
  tmpMb: 'config.tmp',
  cpus: 'config.cpus',
  minInstances: 'config.minInstances',
  maxInstances: 'config.maxInstances',
  concurrency: 'config.concurrency',
  idleTimeoutSeconds: 'config.idleTimeout',
  layers: 'config.layers',
  environment: 'config.environment',
  secrets: 'config.secrets',
  parameters: 'params.title',
} as const
