import type { Trigger } from '@alcove/contract'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Plus, Zap } from 'lucide-react'
import { every } from '../../../api/every.ts'
import { triggersQuery } from '../../../api/triggers.ts'
import { GoneDrawer } from '../../../components/GoneDrawer.tsx'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { DrawerSpace } from '../../../ui/Drawer.tsx'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { stepsIn } from '../../../ui/stepsIn.ts'
import { ErrorState } from '../../../ui/ErrorState.tsx'
import { HeaderSlot } from '../HeaderSlot.tsx'
import { useFunctionParams } from '../params.ts'
import { TriggerDrawer } from './TriggerDrawer.tsx'
import { TriggerForm } from './TriggerForm.tsx'
import { byKind, TriggersTable } from './TriggersTable.tsx'
import { usePermission } from '../../../components/usePermission.ts'

const icon = { size: 15 } as const
/** What fires next changes by itself. */
const REFRESH_MS = 5_000

/** Fewer are seen at a glance. */
const FILTERED_FROM = 8

/** Its name, its kind, where it calls, and all that it listens to. */
const textOf = ({ name, type, qualifier, config }: Trigger): string =>
  `${name} ${type} ${qualifier} ${JSON.stringify(config)}`.toLowerCase()

export default function TriggersTab() {
  const { t } = useTranslation()
  const { space, fn } = useFunctionParams()
  const { q = '', trigger: open, form } = useSearch({ from: '/shell/s/$space/f/$fn/triggers' })
  const navigate = useNavigate({ from: '/s/$space/f/$fn/triggers' })
  const show = (trigger?: string) => void navigate({ search: { q: q || undefined, trigger } })
  const triggers = useWholeList({ ...triggersQuery(space, fn), refetchInterval: every(REFRESH_MS) })
  const reason = usePermission(space)('triggers:write')
  const create = (
    <Button
      variant="primary"
      icon={<Plus {...icon} />}
      disabledReason={reason}
      onClick={() => void navigate({ search: { form: 'new.http' } })}
    >
      {t('fn.triggers.new')}
    </Button>
  )
  if (form !== undefined && reason !== undefined)
    return (
      <ErrorState
        title={t('errors.Forbidden')}
        detail={reason}
        action={<Button onClick={() => show(open)}>{t('common.close')}</Button>}
      />
    )
  if (form !== undefined) {
    return (
      <Loaded query={triggers}>
        {(loaded) => (
          <TriggerForm
            space={space}
            fn={fn}
            form={form}
            triggers={loaded}
            onForm={(next) => void navigate({ search: { form: next }, replace: true })}
            onClose={() => show(open)}
            onDone={show}
          />
        )}
      </Loaded>
    )
  }
  return (
    <>
      <HeaderSlot name="actions">{create}</HeaderSlot>
      <Loaded query={triggers}>
        {(loaded) => {
          const shown = loaded.find(({ name }) => name === open)
          if (loaded.length === 0) {
            return (
              <EmptyState icon={<Zap {...icon} />} title={t('fn.triggers.none')} action={create}>
                {t('fn.triggers.noneHint')}
              </EmptyState>
            )
          }
          const matching = loaded.filter((trigger) => textOf(trigger).includes(q.toLowerCase())).toSorted(byKind)
          return (
            <DrawerSpace
              width={560}
              drawer={
                shown ? (
                  <TriggerDrawer
                    key={shown.id}
                    space={space}
                    fn={fn}
                    trigger={shown}
                    steps={stepsIn(
                      matching.map(({ name }) => name),
                      open,
                      show,
                    )}
                    onEdit={() => void navigate({ search: { trigger: shown.name, form: shown.name } })}
                    onClose={() => show()}
                  />
                ) : (
                  open !== undefined && !triggers.hasNextPage && <GoneDrawer name={open} onClose={() => show()} />
                )
              }
            >
              {loaded.length > FILTERED_FROM && (
                <div className="flex items-center gap-3 px-gutter py-2.5">
                  <SearchInput
                    value={q}
                    label={t('triggers.filter')}
                    onChange={(text) => void navigate({ search: { q: text || undefined, trigger: open } })}
                  />
                  <span role="status" className="num text-fg-2">
                    {t('triggers.count', { count: matching.length })}
                  </span>
                </div>
              )}
              {matching.length === 0 ? (
                <EmptyState title={t('triggers.noMatch')} />
              ) : (
                <TriggersTable
                  space={space}
                  fn={fn}
                  triggers={matching}
                  pages={triggers}
                  selected={open}
                  tight={open !== undefined}
                  onOpen={show}
                />
              )}
            </DrawerSpace>
          )
        }}
      </Loaded>
    </>
  )
}
