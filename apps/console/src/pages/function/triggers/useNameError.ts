import { Name } from '@alcove/contract'
import { triggersQuery } from '../../../api/triggers.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'

/** What is wrong with the name of a trigger to be made; null: nothing, or it is not typed yet. */
export function useNameError(space: string, fn: string, name: string, isNew: boolean): string | null {
  const { t } = useTranslation()
  const taken = useWholeList(triggersQuery(space, fn)).data?.some((trigger) => trigger.name === name) ?? false
  if (!isNew || name === '') return null
  if (!Name.safeParse(name).success) return t('fn.create.badName')
  return taken ? t('fn.triggers.taken') : null
}
