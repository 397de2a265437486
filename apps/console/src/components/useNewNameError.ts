import { Name } from '@alcove/contract'
import { useTranslation } from '../i18n/index.ts'

interface NewName {
  name: string
  /** Names that are in use. */
  taken: readonly string[]
  /** What to say of those. */
  takenText: string
}

/** What is wrong with the name of something new; null: nothing, or nothing is typed yet. */
export function useNewNameError({ name, taken, takenText }: NewName): string | null {
  const { t } = useTranslation()
  if (name === '') return null
  if (!Name.safeParse(name).success) return t('common.nameRule')
  return taken.includes(name) ? takenText : null
}
