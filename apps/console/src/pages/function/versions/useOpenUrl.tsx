import type { Trigger, TriggerOf } from '@alcove/contract'
import type { ReactNode } from 'react'
import { triggersQuery } from '../../../api/triggers.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** The URL at which anyone reaches what an alias points at. */
export const openUrlOf = (triggers: readonly Trigger[], alias: string | undefined): string | undefined =>
  triggers.find((trigger): trigger is TriggerOf<'http'> => isOpen(trigger, alias))?.url

const isOpen = (trigger: Trigger, alias: string | undefined) =>
  trigger.type === 'http' && trigger.enabled && trigger.qualifier === alias && trigger.config.auth === 'none'

/** A link to that URL, for the toast after the alias has moved. */
export function useOpenUrl(space: string, fn: string): (alias: string) => ReactNode {
  const { t } = useTranslation()
  const triggers = useWholeList(triggersQuery(space, fn)).data ?? []
  return (alias) => {
    const url = openUrlOf(triggers, alias)
    if (url === undefined) return null
    return (
      <a href={url} target="_blank" rel="noreferrer" className="link">
        {t('fn.versions.openUrl')}
      </a>
    )
  }
}
