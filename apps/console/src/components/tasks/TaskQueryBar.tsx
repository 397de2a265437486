import { TASK_STATES } from '@alcove/contract'
import { useTranslation } from '../../i18n/index.ts'
import { QueryBar } from '../../ui/QueryBar.tsx'
import { isState, QUERY_KEYS } from './task-filter.ts'

interface TaskQueryBarProps {
  value: string
  /** Offered while typing. */
  functions: readonly string[]
  onChange(query: string): void
}

/** Finds tasks by id, function, key or state. */
export function TaskQueryBar({ value, functions, onChange }: TaskQueryBarProps) {
  const { t } = useTranslation()
  const values = {
    state: TASK_STATES.map((state) => ({ value: state, label: t(`tasks.state.${state}`) })),
    function: [...new Set(functions)].map((name) => ({ value: name })),
  }
  return (
    <div className="flex min-w-56 flex-1 narrow:basis-full">
      <QueryBar
        label={t('tasks.find')}
        placeholder={t('tasks.findHint')}
        value={value}
        onChange={onChange}
        ignored={({ key, value }) => (key === 'state' && !isState(value) ? t('tasks.noSuchState') : undefined)}
        fields={QUERY_KEYS.map((key) => ({ key, hint: t(`tasks.by.${key}`), values: values[key] }))}
      />
    </div>
  )
}
