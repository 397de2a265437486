import type { Visibility } from '@alcove/contract'
import { Globe, Lock } from 'lucide-react'
import { useTranslation } from '../i18n/index.ts'
import { RadioList } from '../ui/RadioList.tsx'

interface VisibilityChoiceProps {
  value: Visibility
  onChange: (value: Visibility) => void
}

const options = [
  { value: 'private', Icon: Lock },
  { value: 'public', Icon: Globe },
] as const

/** Private or public, with what each means. */
export function VisibilityChoice({ value, onChange }: VisibilityChoiceProps) {
  const { t } = useTranslation()
  return (
    <RadioList
      label={t('spaces.visibility')}
      columns={2}
      value={value}
      onChange={onChange}
      options={options.map(({ value: option, Icon }) => ({
        value: option,
        label: (
          <span className="flex items-center gap-1.5">
            {t(`spaces.${option}`)}
            <Icon size={13} className="text-fg-3" />
          </span>
        ),
        hint: t(`spaces.${option}Means`),
      }))}
    />
  )
}
