import { Clock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { type Range, RANGES } from '../../search.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuChoice } from '../../ui/Menu.tsx'

/** How far back. */
export function RangeMenu({ value, onChange }: { value: Range; onChange(range: Range): void }) {
  const { t } = useTranslation()
  return (
    <Menu
      trigger={
        <Button
          aria-label={t('fn.range.label', { range: t(`fn.range.${value}`) })}
          className="h-8! narrow:h-9!"
          icon={<Clock size={14} strokeWidth={1.75} aria-hidden="true" />}
        >
          {t(`fn.range.${value}`)}
        </Button>
      }
    >
      <MenuChoice
        value={value}
        onChange={onChange}
        options={RANGES.map((range) => ({ value: range, label: t(`fn.range.last.${range}`) }))}
      />
    </Menu>
  )
}
