import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import type { Visibility } from '@alcove/contract'
import { Globe, Lock } from 'lucide-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'

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
  const id = useId()
  return (
    <RadioGroup
      aria-label={t('spaces.visibility')}
      value={value}
      onValueChange={(next) => onChange(next as Visibility)}
      className="grid grid-cols-2 overflow-hidden rounded-field border border-line-input narrow:grid-cols-1"
    >
      {options.map(({ value: option, Icon }) => (
        <label
          key={option}
          htmlFor={`${id}-${option}`}
          className="flex cursor-pointer gap-2.5 border-l border-line bg-raised px-3 py-2.5 first:border-l-0 hover:bg-hover has-data-checked:bg-selected narrow:border-t narrow:border-l-0 narrow:first:border-t-0"
        >
          <Radio.Root
            id={`${id}-${option}`}
            value={option}
            className="mt-0.5 grid size-4 shrink-0 place-items-center rounded-full border border-line-input bg-raised data-checked:border-accent"
          >
            <Radio.Indicator className="size-2 rounded-full bg-accent" />
          </Radio.Root>
          <span className="min-w-0">
            <span className="flex items-center gap-1.5 font-name">
              {t(`spaces.${option}`)}
              <Icon size={13} strokeWidth={1.75} aria-hidden="true" className="text-fg-3" />
            </span>
            <span className="block text-sm text-fg-2">{t(`spaces.${option}Means`)}</span>
          </span>
        </label>
      ))}
    </RadioGroup>
  )
}
