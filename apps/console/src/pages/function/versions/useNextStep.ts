import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { functionQuery } from '../../../api/functions.ts'
import { triggersQuery } from '../../../api/triggers.ts'
import { toast } from '../../../components/toast.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { openUrlOf } from './useOpenUrl.tsx'

/** Long enough to read it and to act. Milliseconds. */
const READ_MS = 15_000

/** Says that a version is published, and offers what fits next: to open its URL, to add a trigger, or to move an alias. */
export function useNextStep(space: string, fn: string) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const triggers = useWholeList(triggersQuery(space, fn)).data ?? []
  const aliases = useQuery(functionQuery(space, fn)).data?.aliases ?? []
  const first = aliases.find(({ name }) => name === 'live') ?? aliases[0]
  const form = first ? `move.${first.name}` : 'new'
  return (version: number, alias?: string) => {
    const said = alias ? t('fn.versions.publishedAs', { version, alias }) : t('fn.versions.published', { version })
    const url = openUrlOf(triggers, alias)
    const action =
      alias === undefined
        ? { label: t('fn.versions.moveNext'), onClick: () => void navigate(paths.versions(space, fn, { form })) }
        : url !== undefined
          ? { label: t('fn.versions.openUrl'), onClick: () => void window.open(url, '_blank', 'noreferrer') }
          : triggers.length === 0
            ? {
                label: t('fn.triggers.new'),
                onClick: () => void navigate(paths.triggers(space, fn, { form: 'new.http' })),
              }
            : {
                label: t('fn.versions.watch'),
                onClick: () => void navigate(paths.monitoring(space, fn, { range: '1h' })),
              }
    toast.success(said, { action, duration: READ_MS })
  }
}
