import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ArrowLeft } from 'lucide-react'
import { draftQuery, savesQuery } from '../../../../api/drafts.ts'
import { versionsQuery } from '../../../../api/versions.ts'
import { LinkButton } from '../../../../components/LinkButton.tsx'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useWholeList } from '../../../../components/useWholeList.ts'
import { useTranslation } from '../../../../i18n/index.ts'
import { paths } from '../../../../navigation/paths.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import { HeaderSlot } from '../../HeaderSlot.tsx'
import { useFunctionParams } from '../../params.ts'
import { entriesOf } from './entries.ts'
import { SavedState } from './SavedState.tsx'
import { SaveList } from './SaveList.tsx'

/** Every state that the draft had in the last 30 days: the list, and one of them beside another. */
export default function HistoryTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const { save: chosen, compare, by, file } = useSearch({ from: '/shell/s/$space/f/$fn/code/history' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/code/history' })
  const list = useWholeList(savesQuery(space, fn))
  const { data: versions = [] } = useWholeList(versionsQuery(space, fn))
  const draft = useQuery({ ...draftQuery(space, fn), refetchOnMount: 'always' })
  const go = (search: { save?: string; compare?: string; by?: string; file?: string }) =>
    void navigate({ search: (before) => ({ ...before, ...search }), replace: true, resetScroll: false })
  return (
    <>
      <HeaderSlot name="actions">
        <LinkButton {...paths.code(space, fn)} icon={<ArrowLeft size={15} />}>
          {t('fn.history.back')}
        </LinkButton>
      </HeaderSlot>
      <Loaded query={list}>
        {(saves) => {
          const known = saves.filter(({ id }) => id !== null)
          if (known.length === 0)
            return <EmptyState title={t('fn.history.none')}>{t('fn.history.noneHint')}</EmptyState>
          const shown = saves.filter(
            ({ savedBy, change }) =>
              (by === undefined || savedBy === by) &&
              (file === undefined || change === null || change.files.some(({ path }) => path === file)),
          )
          const save = known.find(({ id }) => id === chosen) ?? known[0]!
          return (
            <div className="grid min-h-0 flex-1 grid-cols-[372px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)] border-line compact:grid-cols-[280px_minmax(0,1fr)] narrow:flex-none narrow:grid-cols-1 narrow:grid-rows-[auto_auto] narrow:border-t">
              <SaveList
                saves={saves}
                entries={entriesOf(shown, by === undefined && file === undefined ? versions : [])}
                selected={save.id!}
                by={by}
                file={file}
                onFilter={go}
                onSelect={(id) => go({ save: id })}
              />
              <SavedState
                key={save.id}
                space={space}
                fn={fn}
                save={save}
                saves={known}
                compare={known.some(({ id }) => id === compare && id !== save.id) ? compare : undefined}
                draft={draft.data}
                onCompare={(id) => go({ compare: id })}
              />
            </div>
          )
        }}
      </Loaded>
    </>
  )
}
