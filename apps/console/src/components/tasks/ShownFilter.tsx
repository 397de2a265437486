import { useTranslation } from '../../i18n/index.ts'
import type { TasksShown } from '../../navigation/search/shared.ts'
import { Segmented } from '../../ui/Segmented.tsx'
import { SHOWN } from './task-filter.ts'

interface ShownFilterProps {
  value: TasksShown
  onChange(value: TasksShown): void
}

/** Filters tasks by their state. */
export function ShownFilter({ value, onChange }: ShownFilterProps) {
  const { t } = useTranslation()
  return (
    <div className="max-w-full overflow-x-auto">
      <Segmented
        label={t('tasks.show')}
        value={value}
        options={SHOWN.map((value) => ({ value, label: t(`tasks.shown.${value}`) }))}
        onChange={onChange}
      />
    </div>
  )
}
