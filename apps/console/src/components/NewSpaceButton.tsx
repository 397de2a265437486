import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { meQuery } from '../api/session.ts'
import { useTranslation } from '../i18n/index.ts'
import { paths } from '../navigation/paths.ts'
import { Button } from '../ui/Button.tsx'
import { LinkButton } from './LinkButton.tsx'

const plus = <Plus size={15} />

export function NewSpaceButton() {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  if (me?.actions.includes('spaces:write') === false) {
    return (
      <Button variant="primary" icon={plus} disabledReason={t('overview.needsAdministrator')}>
        {t('shell.newSpace')}
      </Button>
    )
  }
  return (
    <LinkButton variant="primary" icon={plus} {...paths.newSpace()}>
      {t('shell.newSpace')}
    </LinkButton>
  )
}
