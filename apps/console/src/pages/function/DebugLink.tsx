import { hasDebugger } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Bug } from 'lucide-react'
import { functionQuery } from '../../api/functions.ts'
import { LinkButton } from '../../components/LinkButton.tsx'
import { usePermission } from '../../components/usePermission.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Button } from '../../ui/Button.tsx'

interface DebugLinkProps {
  space: string
  fn: string
  /** The recorded call. */
  event: string
}

/** Opens a recorded call in the debugger, or says why it cannot be. */
export function DebugLink({ space, fn, event }: DebugLinkProps) {
  const { t } = useTranslation()
  const runtime = useQuery(functionQuery(space, fn)).data?.runtime
  const readOnly = usePermission(space)('functions:write')
  const reason = runtime !== undefined && !hasDebugger(runtime) ? t('fn.debug.noRuntime') : readOnly
  const icon = <Bug size={15} />
  return reason === undefined ? (
    <LinkButton {...paths.code(space, fn, { event, debug: true })} icon={icon}>
      {t('fn.debug.open')}
    </LinkButton>
  ) : (
    <Button icon={icon} disabledReason={reason}>
      {t('fn.debug.open')}
    </Button>
  )
}
