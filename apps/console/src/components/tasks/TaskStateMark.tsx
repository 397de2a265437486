import type { TaskState } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { Tag, type TagTone } from '../../ui/Tag.tsx'

const TONES: Readonly<Record<TaskState, TagTone>> = {
  queued: 'outline',
  running: 'info',
  retrying: 'warning',
  succeeded: 'success',
  failed: 'danger',
  dead: 'danger',
  cancelled: 'outline',
  expired: 'warning',
}

export function TaskStateMark({ state }: { state: TaskState }) {
  const { t } = useTranslation()
  return <Tag tone={TONES[state]}>{t(`tasks.state.${state}`)}</Tag>
}
