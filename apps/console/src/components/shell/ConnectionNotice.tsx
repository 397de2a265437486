import { onlineManager, useQuery, useQueryClient } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { engineQuery } from '../../api/engine.ts'
import { isApiError } from '../../api/error.ts'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { Notice } from '../../ui/Notice.tsx'

const isOnline = () => onlineManager.isOnline()
const onOnline = (changed: () => void) => onlineManager.subscribe(changed)

/** Says that the page shows old answers because there are no new ones, and gets them as soon as there are. */
export function ConnectionNotice() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const online = useSyncExternalStore(onOnline, isOnline)
  const engine = useQuery(engineQuery)
  const cut = !online || isApiError(engine.error, 'Unavailable')
  const wasCut = useRef(false)
  useEffect(() => {
    // What was refused stays refused.
    const unanswered = (error: unknown) => error === null || isApiError(error, 'Unavailable')
    if (wasCut.current && !cut) void client.invalidateQueries({ predicate: ({ state }) => unanswered(state.error) })
    wasCut.current = cut
  }, [client, cut])
  if (!cut) return null
  return (
    <Notice
      icon={<Unplug size={15} className="shrink-0" />}
      title={t(online ? 'errors.Unavailable' : 'shell.offline')}
      actions={
        online && (
          <Button size="sm" onClick={() => void engine.refetch()}>
            {t('common.retry')}
          </Button>
        )
      }
    >
      {t('shell.cutDetail')}
    </Notice>
  )
}
