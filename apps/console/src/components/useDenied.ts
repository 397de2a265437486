import { leastRole, type Action, type Role } from '@alcove/contract'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from '../i18n/index.ts'

interface Rights {
  role: Role | null
  actions: readonly Action[]
}
interface Access extends Rights {
  functions?: readonly (Rights & { function: string })[] | undefined
}

/**
 * Why an action is not allowed in a space, on the pages of a function on that function, in the user's language; null when
 * it is, and while this is not yet known.
 */
export function useDenied(space: { access: Access } | undefined): (action: Action) => string | null {
  const { t } = useTranslation()
  const { fn } = useParams({ strict: false })
  return (action) => {
    if (!space) return null
    const { role, actions } = space.access.functions?.find((on) => on.function === fn) ?? space.access
    if (actions.includes(action)) return null
    if (role) return t('common.notAllowed', { action, role: t(`roles.${role}`) })
    const least = leastRole(action)
    return t('common.needsRole', { action, role: least ? t(`roles.${least}`) : t('roles.administrator') })
  }
}
