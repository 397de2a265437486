import { leastRole, type Action, type Role } from '@alcove/contract'
import { useTranslation } from '../i18n/index.ts'

interface Access {
  role: Role | null
  actions: readonly Action[]
}

/**
 * Why an action is not allowed in a space, in the user's language; null when it is, and while this is not yet known.
 */
export function useDenied(space: { access: Access } | undefined): (action: Action) => string | null {
  const { t } = useTranslation()
  return (action) => {
    if (!space || space.access.actions.includes(action)) return null
    const { role } = space.access
    if (role) return t('common.notAllowed', { action, role: t(`roles.${role}`) })
    const least = leastRole(action)
    return t('common.needsRole', { action, role: least ? t(`roles.${least}`) : t('roles.administrator') })
  }
}
