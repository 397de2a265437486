import { Clock } from 'lucide-react'
import { useTranslation } from '../i18n/index.ts'
import type { InstancesRange, Range } from '../navigation/search.ts'
import { Button } from '../ui/Button.tsx'
import { Menu, MenuChoice } from '../ui/Menu.tsx'

interface RangeMenuProps<T extends Range | InstancesRange> {
  value: T
  ranges: readonly T[]
  onChange(range: T): void
}

/** Chooses how far back to look. */
export function RangeMenu<T extends Range | InstancesRange>({ value, ranges, onChange }: RangeMenuProps<T>) {
  const { t } = useTranslation()
  const shown: Range | InstancesRange = value
  return (
    <Menu
      trigger={
        <Button
          aria-label={t('fn.range.label', { range: t(`fn.range.${shown}`) })}
          className="h-8! narrow:h-9!"
          icon={<Clock size={14} />}
        >
          {t(`fn.range.${shown}`)}
        </Button>
      }
    >
      <MenuChoice
        value={value}
        onChange={onChange}
        options={ranges.map((range) => ({
          value: range,
          label: t(`fn.range.last.${range as Range | InstancesRange}`),
        }))}
      />
    </Menu>
  )
}
