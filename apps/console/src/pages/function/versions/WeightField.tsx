import { useId } from 'react'
import { useTranslation } from '../../../i18n/index.ts'

/** 1 to 99 percent, as a slider and a number. */
export function WeightField({ value, onChange }: { value: number; onChange(percent: number): void }) {
  const { t } = useTranslation()
  const id = useId()
  const set = (text: string) => onChange(Math.min(99, Math.max(1, Math.round(Number(text)) || 1)))
  return (
    <div className="grid gap-1">
      <label htmlFor={id} className="w-fit text-sm font-medium text-fg-2">
        {t('fn.aliases.weight')}
      </label>
      <div className="flex items-center gap-3">
        <input
          type="range"
          min={1}
          max={99}
          value={value}
          aria-label={t('fn.aliases.weight')}
          className="h-8 min-w-0 flex-1 accent-(--accent)"
          onChange={(event) => set(event.target.value)}
        />
        <input
          id={id}
          type="number"
          min={1}
          max={99}
          value={value}
          className="num h-8 w-16 rounded-field border border-line-input bg-raised px-2 text-right narrow:h-9"
          onChange={(event) => set(event.target.value)}
        />
        <span className="text-fg-2">%</span>
      </div>
    </div>
  )
}
