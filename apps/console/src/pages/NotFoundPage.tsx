import { CompassIcon } from 'lucide-react'
import { LinkButton } from '../components/LinkButton.tsx'
import { useTranslation } from '../i18n/index.ts'
import { paths } from '../navigation/paths.ts'
import { EmptyState } from '../ui/EmptyState.tsx'

export default function NotFoundPage() {
  const { t } = useTranslation()
  return (
    <div className="grid flex-1 place-items-center">
      <EmptyState
        icon={<CompassIcon size={16} />}
        title={<h1>{t('errors.noPage')}</h1>}
        action={<LinkButton {...paths.overview()}>{t('shell.overview')}</LinkButton>}
      />
    </div>
  )
}
