import { useTranslation } from '../../../i18n/index.ts'
import { Segmented } from '../../../ui/Segmented.tsx'

interface EventViewProps {
  value: 'form' | 'json'
  onChange(value: 'form' | 'json'): void
  className?: string
}

/** Chooses whether an event is edited in the form of the parameters or as JSON. */
export function EventView({ value, onChange, className }: EventViewProps) {
  const { t } = useTranslation()
  return (
    <Segmented
      className={className}
      label={t('fn.params.eventAs')}
      value={value}
      onChange={onChange}
      options={[
        { value: 'form', label: t('fn.params.form') },
        { value: 'json', label: 'JSON' },
      ]}
    />
  )
}
