import { useQuery } from '@tanstack/react-query'
import { spacesQuery } from '../../api/spaces.ts'
import { removeSpace, restoreSpace, trashedSpacesQuery } from '../../api/trash.ts'
import { TrashTable } from '../../components/trash/TrashTable.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { Section } from '../../ui/Section.tsx'

/** Spaces in the trash that one may restore; nothing where there are none. */
export function DeletedSpaces() {
  const { t } = useTranslation()
  const { data = [] } = useQuery(trashedSpacesQuery)
  if (data.length === 0) return null
  return (
    <Section title={t('trash.spaces')} note={t('trash.note')} className="mt-6">
      <div className="border-t border-line">
        <TrashTable
          label={t('trash.spaces')}
          items={data}
          note={({ functions, buckets }) =>
            [t('trash.functions', { count: functions }), t('trash.buckets', { count: buckets })].join(t('shell.comma'))
          }
          losses={[t('trash.loseSpace'), t('spaces.loseHistory'), t('trash.loseFiles')]}
          denied={null}
          restore={restoreSpace}
          remove={removeSpace}
          invalidates={[trashedSpacesQuery.queryKey, spacesQuery.queryKey, ['overview']]}
        />
      </div>
    </Section>
  )
}
