import { type BoardChart, Name } from '@alcove/contract'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError } from '../../../api/error.ts'
import { boardsKey, putBoard } from '../../../api/boards.ts'
import { useChange } from '../../../components/useChange.ts'
import { useTranslation } from '../../../i18n/index.ts'
import { Field, Input } from '../../../ui/Field.tsx'
import { FormDialog } from '../../../ui/FormDialog.tsx'

const page = getRouteApi('/shell/s/$space/boards')

const chart = (metric: BoardChart['metric'], width: BoardChart['width']): BoardChart => ({
  metric,
  title: '',
  function: null,
  version: null,
  qualifier: null,
  trigger: null,
  split: null,
  width,
})
/** What a board begins with: how much, how well, how fast. */
const FIRST = [chart('invocations', 'full'), chart('errors', 'half'), chart('duration', 'half')]

export function NewBoardDialog({ space, onClose }: { space: string; onClose(): void }) {
  const { t } = useTranslation()
  const navigate = page.useNavigate()
  const [name, setName] = useState('')
  const valid = Name.safeParse(name).success
  const make = useChange({
    run: () => putBoard(space, name, { charts: FIRST }, null),
    invalidates: [boardsKey(space)],
    done: () => t('boards.made', { name }),
    onDone: async () => {
      onClose()
      await navigate({ search: (before) => ({ ...before, board: name }) })
    },
    handles: isTaken,
  })
  const error = isTaken(make.error) ? t('boards.taken') : name !== '' && !valid ? t('boards.badName') : null
  return (
    <FormDialog
      title={t('boards.new')}
      submit={t('boards.create')}
      pending={make.isPending}
      disabledReason={valid ? null : t('boards.badName')}
      onClose={onClose}
      onSubmit={() => make.mutate(undefined)}
    >
      <Field label={t('common.name')} hint={t('boards.nameHint', { space })} error={error}>
        <Input mono value={name} maxLength={63} onChange={(event) => setName(event.target.value)} />
      </Field>
    </FormDialog>
  )
}

const isTaken = (error: unknown) => isApiError(error) && error.code === 'PreconditionFailed'
