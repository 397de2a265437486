import type { Action } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { spaceQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'

/** Why an action is not allowed in this space; `undefined` when it is. */
export function usePermission(space: string): (action: Action) => string | undefined {
  const { t } = useTranslation()
  const { data } = useQuery(spaceQuery(space))
  return (action) => {
    if (!data || data.access.actions.includes(action)) return undefined
    return t('common.notAllowed', { action, role: data.access.role ?? t('common.noRole') })
  }
}
