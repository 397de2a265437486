import type { Space } from '@alcove/contract'
import { ChevronLeft, ChevronRight, FileText } from 'lucide-react'
import { monthName, monthRange, shiftedMonth, thisMonth } from '../../../api/month.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { RangeControl } from '../../../components/range/RangeControl.tsx'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { between } from '../../../navigation/range.ts'
import { USAGE_RANGES, type UsageRange } from '../../../navigation/search/space.ts'
import { IconButton } from '../../../ui/IconButton.tsx'
import { CsvLink } from './CsvLink.tsx'

interface MonthPickerProps {
  month: string
  onChange(month: string): void
}

export function MonthPicker({ month, onChange }: MonthPickerProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <span className="flex items-center">
      <IconButton
        icon={<ChevronLeft size={15} />}
        label={t('usage.monthBefore')}
        onClick={() => onChange(shiftedMonth(month, -1))}
      />
      <span className="min-w-28 text-center font-name">{monthName(language, month)}</span>
      <IconButton
        icon={<ChevronRight size={15} />}
        label={t('usage.monthAfter')}
        disabledReason={month >= thisMonth() && t('usage.thisMonth')}
        onClick={() => onChange(shiftedMonth(month, 1))}
      />
    </span>
  )
}

interface MonthActionsProps extends MonthPickerProps {
  space: Space
  onRange(range: UsageRange): void
}

/** Which month is shown, and the ways to another stretch of time, to its CSV and to its statement. */
export function MonthActions({ space, onRange, ...picker }: MonthActionsProps) {
  const { t } = useTranslation()
  const { from, to } = monthRange(picker.month)
  return (
    <>
      <MonthPicker {...picker} />
      <RangeControl
        value={between([Date.parse(from), Date.parse(to)])}
        presets={USAGE_RANGES}
        text={t('usage.otherRange')}
        onChange={onRange}
      />
      <CsvLink space={space} from={from} to={to} />
      <LinkButton {...paths.statement(space.name, { month: picker.month })} icon={<FileText size={15} />}>
        {t('usage.statement')}
      </LinkButton>
    </>
  )
}
