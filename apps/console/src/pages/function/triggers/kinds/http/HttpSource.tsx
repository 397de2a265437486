import type { TriggerOf } from '@alcove/contract'
import { useTranslation } from '../../../../../i18n/index.ts'
import { CopyButton } from '../../../../../ui/CopyButton.tsx'

export function HttpSource({ trigger }: { trigger: TriggerOf<'http'> }) {
  const { t } = useTranslation()
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span className="mono cut">{trigger.url}</span>
      <CopyButton text={trigger.url} label={t('fn.triggers.copyUrl')} />
    </span>
  )
}
