import type { FunctionDetail } from '@alcove/contract'
import { useState } from 'react'
import { useTranslation } from '../../../../i18n/index.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { Button } from '../../../../ui/Button.tsx'
import { usePermission } from '../../../../components/usePermission.ts'
import { PolicyDialog } from './PolicyDialog.tsx'

/** Whether Alcove may apply its own recommendations, in one sentence. */
export function Policy({ space, details }: { space: string; details: FunctionDetail }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reason = usePermission(space)('functions:write')
  const [editing, setEditing] = useState(false)
  const policy = details.rightSizing
  return (
    <div className="flex items-start gap-3 border-t border-line px-gutter py-3">
      <p className="min-w-0 flex-1 text-fg-2">
        {policy.mode === 'advise'
          ? t('fn.config.sizing.policy.advise')
          : t('fn.config.sizing.policy.adjust', {
              memoryMin: format.number(policy.memoryMb.min),
              memoryMax: format.number(policy.memoryMb.max),
              minMin: format.number(policy.minInstances.min),
              minMax: format.number(policy.minInstances.max),
            })}
      </p>
      <Button size="sm" disabledReason={reason} onClick={() => setEditing(true)}>
        {t('fn.config.sizing.policy.edit')}
      </Button>
      {editing && <PolicyDialog space={space} details={details} onClose={() => setEditing(false)} />}
    </div>
  )
}
