import type { Space } from '@alcove/contract'
import { ChevronLeft, ChevronRight, FileText } from 'lucide-react'
import { monthName, shiftedMonth, thisMonth } from '../../../api/month.ts'
import { LinkButton } from '../../../components/LinkButton.tsx'
import { useLanguage, useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { IconButton } from '../../../ui/IconButton.tsx'

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

/** Which month is shown, and the way to its statement. */
export function MonthActions({ space, ...picker }: MonthPickerProps & { space: Space }) {
  const { t } = useTranslation()
  return (
    <>
      <MonthPicker {...picker} />
      <LinkButton {...paths.statement(space.name, { month: picker.month })} icon={<FileText size={15} />}>
        {t('usage.statement')}
      </LinkButton>
    </>
  )
}
