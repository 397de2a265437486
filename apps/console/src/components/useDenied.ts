import type { Action, Role } from '@alcove/contract'
import { useTranslation } from '../i18n/index.ts'

interface Access {
  role: Role | null
  actions: readonly Action[]
}

/** Why an action is not allowed in a space, in the reader's words; null when it is. Nothing is denied before it is known. */
export function useDenied(space: { access: Access } | undefined): (action: Action) => string | null {
  const { t } = useTranslation()
  return (action) => {
    if (!space || space.access.actions.includes(action)) return null
    const role = space.access.role ? t(`roles.${space.access.role}`) : t('common.noRole')
    return t('common.notAllowed', { action, role })
  }
}
