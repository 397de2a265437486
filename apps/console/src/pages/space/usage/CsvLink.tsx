import type { Space } from '@alcove/contract'
import { Download } from 'lucide-react'
import { usageCsvUrl } from '../../../api/usage.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { buttonClass } from '../../../ui/Button.tsx'

interface CsvLinkProps {
  space: Space
  from: string
  to: string | undefined
}

/** What is shown as a file: each day of each function. */
export function CsvLink({ space, from, to }: CsvLinkProps) {
  const { t } = useTranslation()
  return (
    <a className={buttonClass()} href={usageCsvUrl(space.name, { from, to })} download>
      <Download size={15} />
      {t('usage.csv')}
    </a>
  )
}
