import { Name, type FunctionDetail, type Transfer } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { transferFunction } from '../../../api/exchange.ts'
import { functionsKey } from '../../../api/functions.ts'
import { spacesQuery } from '../../../api/spaces.ts'
import { trashKey } from '../../../api/trash.ts'
import { FormError } from '../../../components/FormError.tsx'
import { useChange } from '../../../components/useChange.ts'
import { useWholeList } from '../../../components/useWholeList.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { said } from '../../../i18n/said.ts'
import { paths } from '../../../navigation/paths.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'
import { Select } from '../../../ui/Select.tsx'

interface TransferDialogProps {
  space: string
  details: FunctionDetail
  onClose(): void
}

/** Moves a function to another space, and first shows what moves and what stays. */
export function TransferDialog({ space, details, onClose }: TransferDialogProps) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const { name: fn } = details
  const spaces = (useWholeList(spacesQuery).data ?? []).filter(
    ({ name, access }) => name !== space && access.actions.includes('functions:write'),
  )
  const [chosen, setChosen] = useState<string | null>(null)
  const [name, setName] = useState(fn)
  const target = chosen ?? spaces[0]?.name
  const badName = !Name.safeParse(name).success
  const preview = useQuery({
    queryKey: ['transfer', space, fn, target, name],
    queryFn: () => transferFunction(space, fn, { space: target!, name }, true),
    enabled: target !== undefined && !badName,
    retry: false,
    gcTime: 0,
    placeholderData: (before) => before,
  })
  const move = useChange({
    run: () => transferFunction(space, fn, { space: target!, name }, false),
    done: ({ name, space, paused }) =>
      paused.length === 0
        ? t('exchange.transferred', { fn: name, space })
        : t('exchange.transferredPaused', {
            fn: name,
            space,
            triggers: paused.map(({ trigger }) => trigger).join(t('shell.comma')),
          }),
    invalidates: [functionsKey(space), trashKey(space)],
    onDone: async (moved) => {
      onClose()
      await navigate(paths.function(moved.space, moved.name))
    },
  })
  const told = preview.data
  const wrong =
    (badName && t('common.nameRule')) || (told?.problem && said(told.problem)) || preview.error?.message || null
  return (
    <FormDialog
      onClose={onClose}
      title={t('exchange.transferTitle', { fn })}
      description={t('exchange.transferMeans')}
      submit={t('exchange.transferRun')}
      pending={move.isPending || preview.isFetching}
      disabledReason={target === undefined ? t('exchange.transferNone') : wrong}
      // The name may be taken since the preview.
      onSubmit={() => move.mutate(undefined, { onError: () => void preview.refetch() })}
    >
      {target === undefined ? (
        <p className="text-fg-2">{t('exchange.transferNone')}</p>
      ) : (
        <>
          <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
            <Field label={t('exchange.transferSpace')}>
              <Select
                mono
                value={target}
                options={spaces.map(({ name: value }) => ({ value, label: value }))}
                onChange={setChosen}
              />
            </Field>
            <Field label={t('exchange.transferName')} error={badName ? t('common.nameRule') : null}>
              <Input mono autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
            </Field>
          </div>
          {!badName && wrong && <FormError message={wrong} />}
          {told && <Told told={told} />}
        </>
      )}
    </FormDialog>
  )
}

function Told({ told: { travels, stays } }: { told: Transfer }) {
  const { t } = useTranslation()
  const names = (list: readonly string[]) => list.join(t('shell.comma'))
  const named = (key: 'aliases' | 'triggers' | 'secretsOf' | 'routes' | 'destinations', list: readonly string[]) =>
    list.length > 0 && t(`exchange.${key}`, { names: names(list) })
  const lists = {
    travels: [
      t('exchange.versions', { count: travels.versions }),
      named('aliases', travels.aliases),
      named('triggers', travels.triggers),
      travels.tests > 0 && t('exchange.tests', { count: travels.tests }),
      named('secretsOf', travels.secrets),
    ],
    stays: [
      t('exchange.records'),
      named('routes', stays.routes),
      stays.grants > 0 && t('exchange.grants', { count: stays.grants }),
      stays.tasks > 0 && t('exchange.tasks', { count: stays.tasks }),
      named('destinations', stays.destinations),
    ],
  }
  return (
    <div className="grid grid-cols-2 gap-4 narrow:grid-cols-1">
      {(['travels', 'stays'] as const).map((side) => (
        <div key={side}>
          <p className="mb-1 text-sm font-medium text-fg-2">{t(`exchange.${side}`)}</p>
          <ul className="grid gap-1 border-l-2 border-line pl-3">
            {lists[side].filter(Boolean).map((line) => (
              <li key={String(line)}>{line}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
