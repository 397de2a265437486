import type { Runtime } from '@alcove/contract'
import { runtimeName } from '../../../components/runtimes.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** The runtimes of a layer; an empty list means every runtime. */
export function RuntimeNames({ runtimes }: { runtimes: readonly Runtime[] }) {
  const { t } = useTranslation()
  return (
    <span className="text-fg-2">
      {runtimes.length === 0 ? t('layers.everyRuntime') : runtimes.map(runtimeName).join(', ')}
    </span>
  )
}
